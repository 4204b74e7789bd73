package io.vexfs.testkit.bench.peers;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/** A picture of recall against queries a second, one line for each engine; up and to the right is better. */
public final class PeerPlot {
    private static final int WIDTH = 1_000;
    private static final int HEIGHT = 640;
    /** What lies left of this is of no use to anybody. */
    private static final double RECALL_MIN = 0.8;

    private PeerPlot() {}

    /**
     * Writes a PNG.
     *
     * @throws IOException if it cannot be written, or if this JDK cannot draw text
     */
    public static void write(Path file, String title, List<PeerResult> results) throws IOException {
        System.setProperty("java.awt.headless", "true");
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("recall@10")
                .yAxisTitle("queries a second")
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        for (PeerResult result : results) {
            List<RecallCurve.Point> points = result.curve().points().stream()
                    .filter(point -> point.recall() >= RECALL_MIN)
                    .toList();
            if (!points.isEmpty()) {
                chart.addSeries(
                        result.name(),
                        points.stream().map(RecallCurve.Point::recall).toList(),
                        points.stream().map(RecallCurve.Point::queriesPerSecond).toList());
            }
        }
        if (chart.getSeriesMap().isEmpty()) {
            throw new IOException(file + ": expected points with a recall of " + RECALL_MIN + " or more, was none");
        }
        try {
            BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
        } catch (LinkageError | RuntimeException noFonts) {
            throw new IOException(
                    file
                            + ": this JDK cannot draw text (on Debian: apt-get install fontconfig libfreetype6 fonts-dejavu-core)",
                    noFonts);
        }
    }
}
