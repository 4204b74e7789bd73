package io.vexfs.testkit.bench.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SvgChartTest {
    private static TreeMap<Double, Double> line(double... values) {
        TreeMap<Double, Double> line = new TreeMap<>();
        for (double value : values) {
            line.put((double) line.size(), value);
        }
        return line;
    }

    private static Document drawn(boolean logarithmic, Map<String, TreeMap<Double, Double>> lines) throws Exception {
        String text = new SvgChart("a < b & c").panel("ms", logarithmic, lines).text();
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static double[] heights(Document document) {
        String points = ((Element) document.getElementsByTagName("polyline").item(0)).getAttribute("points");
        return Arrays.stream(points.strip().split(" "))
                .mapToDouble(point -> Double.parseDouble(point.split(",")[1]))
                .toArray();
    }

    @Test
    void text_logarithmic_hasEqualStepsForEqualFactors() throws Exception {
        double[] heights = heights(drawn(true, Map.of("x", line(1, 10, 100))));
        assertThat(heights).hasSize(3);
        assertThat(heights[0] - heights[1]).isPositive().isEqualTo(heights[1] - heights[2]);
    }

    @Test
    void text_linear_beginsAtZero() throws Exception {
        double[] heights = heights(drawn(false, Map.of("x", line(0, 50, 100))));
        assertThat(heights[0] - heights[1]).isPositive().isEqualTo(heights[1] - heights[2]);
    }

    @Test
    void text_ofNothing_isAPictureStill() throws Exception {
        assertThat(drawn(true, Map.of()).getElementsByTagName("polyline").getLength())
                .isZero();
        assertThat(heights(drawn(true, Map.of("x", line(0, 0)))))
                .hasSize(2)
                .containsOnly(heights(drawn(true, Map.of("x", line(0, 0))))[0]);
    }
}
