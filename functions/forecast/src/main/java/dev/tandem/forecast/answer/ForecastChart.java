package dev.tandem.forecast.answer;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A forecast as an SVG picture that needs nothing around it: what was sold, the expected demand, the fan of its quantiles. Colours alone say
 * nothing: the fan is told in words too, in the title and description that screen readers speak.
 */
public final class ForecastChart {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 360;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 52;
    private static final int BOTTOM = 52;
    private static final int LINES = 4;

    private record Band(String low, String high, String colour) {}

    private static final List<Band> FAN = List.of(
            new Band("0.05", "0.95", "#d3e3f3"),
            new Band("0.10", "0.90", "#b4cfe9"),
            new Band("0.30", "0.70", "#8ab3dc"));

    private final StringBuilder svg = new StringBuilder(1 << 14);
    private final ForecastView view;
    private final List<ForecastView.Sold> sold;
    private final double top;
    private final int points;

    private ForecastChart(ForecastView view, List<ForecastView.Sold> sold) {
        this.view = view;
        this.sold = sold;
        this.points = sold.size() + view.steps().size();
        double most = 1;
        for (ForecastView.Sold one : sold) {
            most = Math.max(most, one.quantity());
        }
        for (ForecastView.Step step : view.steps()) {
            most = Math.max(most, Math.max(step.mean(), quantile(step, "0.95")));
        }
        this.top = roundedUp(most);
    }

    /** @param sold the history to be shown, oldest first, in the steps of the forecast */
    public static String draw(ForecastView view, List<ForecastView.Sold> sold) {
        return new ForecastChart(view, sold).draw();
    }

    private String draw() {
        String name = view.sku() + (view.location() == null ? ", all locations" : ", " + view.location());
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\" width=\"")
                .append(WIDTH)
                .append("\" height=\"")
                .append(HEIGHT)
                .append("\" role=\"img\" aria-labelledby=\"title description\" font-family=\"sans-serif\""
                        + " font-size=\"12\">\n");
        svg.append("<title id=\"title\">Demand of ")
                .append(escaped(name))
                .append(" by ")
                .append(view.interval())
                .append("</title>\n");
        svg.append("<desc id=\"description\">").append(escaped(words())).append("</desc>\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        text(LEFT, 20, "start", "15", "Demand of " + name + " by " + view.interval());
        text(
                LEFT,
                38,
                "start",
                "12",
                "as of " + view.asOf() + ", model " + view.model() + ", stage "
                        + view.stage().name());
        grid();
        fan();
        line(soldPoints(), "#222222", "1.6", "");
        line(meanPoints(), "#0b57a4", "2", "6 3");
        legend();
        return svg.append("</svg>\n").toString();
    }

    private String words() {
        StringBuilder words = new StringBuilder("History and forecast. ");
        for (ForecastView.Step step : view.steps()) {
            words.append(step.from())
                    .append(": expected ")
                    .append(number(step.mean()))
                    .append(", 90 % between ")
                    .append(number(quantile(step, "0.05")))
                    .append(" and ")
                    .append(number(quantile(step, "0.95")))
                    .append(". ");
        }
        return words.toString().strip();
    }

    private void grid() {
        for (int i = 0; i <= LINES; i++) {
            double value = top * i / LINES;
            svg.append("<path d=\"M")
                    .append(LEFT)
                    .append(' ')
                    .append(number(y(value)))
                    .append("H")
                    .append(WIDTH - RIGHT)
                    .append("\" stroke=\"#dddddd\"/>\n");
            text(LEFT - 8, y(value) + 4, "end", "12", number(value));
        }
        int every = Math.max(1, points / 8);
        for (int i = 0; i < points; i += every) {
            text(x(i), HEIGHT - BOTTOM + 18, "middle", "11", day(i).toString());
        }
        if (!sold.isEmpty() && !view.steps().isEmpty()) {
            double border = (x(sold.size() - 1) + x(sold.size())) / 2;
            svg.append("<path d=\"M")
                    .append(number(border))
                    .append(' ')
                    .append(TOP)
                    .append("V")
                    .append(HEIGHT - BOTTOM)
                    .append("\" stroke=\"#888888\" stroke-dasharray=\"2 3\"/>\n");
        }
    }

    private LocalDate day(int point) {
        return point < sold.size()
                ? sold.get(point).from()
                : view.steps().get(point - sold.size()).from();
    }

    private void fan() {
        for (Band band : FAN) {
            List<String> outline = new ArrayList<>();
            for (int i = 0; i < view.steps().size(); i++) {
                outline.add(point(sold.size() + i, quantile(view.steps().get(i), band.high())));
            }
            for (int i = view.steps().size() - 1; i >= 0; i--) {
                outline.add(point(sold.size() + i, quantile(view.steps().get(i), band.low())));
            }
            svg.append("<polygon points=\"")
                    .append(String.join(" ", outline))
                    .append("\" fill=\"")
                    .append(band.colour())
                    .append("\"/>\n");
        }
    }

    private List<String> soldPoints() {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < sold.size(); i++) {
            points.add(point(i, sold.get(i).quantity()));
        }
        return points;
    }

    private List<String> meanPoints() {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < view.steps().size(); i++) {
            points.add(point(sold.size() + i, view.steps().get(i).mean()));
        }
        return points;
    }

    private void line(List<String> points, String colour, String width, String dashes) {
        if (points.isEmpty()) {
            return;
        }
        svg.append("<polyline points=\"")
                .append(String.join(" ", points))
                .append("\" fill=\"none\" stroke=\"")
                .append(colour)
                .append("\" stroke-width=\"")
                .append(width)
                .append('"');
        if (!dashes.isEmpty()) {
            svg.append(" stroke-dasharray=\"").append(dashes).append('"');
        }
        svg.append("/>\n");
    }

    private void legend() {
        int y = HEIGHT - 10;
        text(
                LEFT,
                y,
                "start",
                "12",
                "solid: sold; dashed: expected; bands: 40 %, 80 % and 90 % of outcomes; pieces a " + view.interval());
    }

    private void text(double x, double y, String anchor, String size, String text) {
        svg.append("<text x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(y))
                .append("\" text-anchor=\"")
                .append(anchor)
                .append("\" font-size=\"")
                .append(size)
                .append("\" fill=\"#222222\">")
                .append(escaped(text))
                .append("</text>\n");
    }

    private String point(int index, double value) {
        return number(x(index)) + "," + number(y(value));
    }

    private double x(int index) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (points < 2 ? 0.5 : (double) index / (points - 1));
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * Math.min(1, value / top);
    }

    private static double quantile(ForecastView.Step step, String level) {
        Map<String, Double> quantiles = step.quantiles();
        return quantiles.getOrDefault(level, step.mean());
    }

    /** 1, 2, 4 or 5 times a power of ten. */
    private static double roundedUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 4, 5}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceAll("\\.?0+$", "");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
