package io.vexfs.examples.filters;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Filter;
import io.vexfs.api.Metadata;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.VectorCollection;
import io.vexfs.api.VexfsException;
import io.vexfs.core.Vexfs;
import java.nio.file.Path;
import java.util.Map;

/** Stores vectors with metadata and searches among those that a filter lets through. */
public final class FilteredSearch {
    private FilteredSearch() {}

    /** Runs with the store in the directory that the first argument names. */
    public static void main(String[] arguments) {
        try (Vexfs db = Vexfs.open(Path.of(arguments[0]))) {
            VectorCollection papers = db.collection("/papers", 2, DistanceMetric.COSINE);
            papers.put("hnsw", new float[] {0.9f, 0.1f}, Metadata.of(Map.of("year", 2016, "topic", "graphs")));
            papers.put("diskann", new float[] {0.8f, 0.2f}, Metadata.of(Map.of("year", 2019, "topic", "graphs")));
            papers.put("ivf", new float[] {0.7f, 0.3f}, Metadata.of(Map.of("year", 2011, "topic", "lists")));

            print("all", papers, SearchRequest.nearest(new float[] {1, 0}));
            print("recent", papers, where("year >= 2016 and topic == 'graphs'"));
            print("others", papers, where("not topic in ('graphs')"));
            print("near", papers, SearchRequest.nearest(new float[] {1, 0}).within(0.02));
            try {
                papers.search(where("yaer > 2000").build());
            } catch (VexfsException unknown) {
                // A field that no vector has is a mistake, not an empty answer.
                System.out.println("error " + unknown.error() + ": " + unknown.getMessage());
            }
        }
    }

    private static SearchRequest.Builder where(String filter) {
        return SearchRequest.nearest(new float[] {1, 0}).where(Filter.parse(filter));
    }

    private static void print(String name, VectorCollection papers, SearchRequest.Builder request) {
        StringBuilder line = new StringBuilder(name);
        for (SearchResult.Hit hit : papers.search(request.build()).hits()) {
            line.append(' ').append(hit.id());
        }
        System.out.println(line);
    }
}
