package dev.tandem.bench.dispatch;

/** The drop-offs of a bundle of one shop in the order with the least sum of arrival times. */
final class Routes {
    private Routes() {}

    static int[] shortest(Day day, int[] bundle) {
        int[] best = bundle.clone();
        double[] least = {Double.POSITIVE_INFINITY};
        Day.Shop shop = day.shops().get(day.requests().get(bundle[0]).shop());
        permute(day, bundle.clone(), 0, shop.x(), shop.y(), 0, 0, best, least);
        return best;
    }

    private static void permute(
            Day day, int[] order, int done, double x, double y, double clock, double sum, int[] best, double[] least) {
        if (sum >= least[0]) {
            return;
        }
        if (done == order.length) {
            least[0] = sum;
            System.arraycopy(order, 0, best, 0, order.length);
            return;
        }
        for (int i = done; i < order.length; i++) {
            swap(order, done, i);
            Day.Request request = day.requests().get(order[done]);
            double arrival = clock + day.travel(x, y, request.x(), request.y()) + day.dropOffService() / 2;
            permute(
                    day,
                    order,
                    done + 1,
                    request.x(),
                    request.y(),
                    arrival + day.dropOffService() / 2,
                    sum + arrival,
                    best,
                    least);
            swap(order, done, i);
        }
    }

    private static void swap(int[] order, int i, int j) {
        int held = order[i];
        order[i] = order[j];
        order[j] = held;
    }
}
