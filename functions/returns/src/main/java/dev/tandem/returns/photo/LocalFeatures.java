package dev.tandem.returns.photo;

import boofcv.abst.feature.detdesc.DetectDescribePoint;
import boofcv.abst.feature.detect.interest.ConfigFastHessian;
import boofcv.concurrency.BoofConcurrency;
import boofcv.factory.feature.detdesc.FactoryDetectDescribe;
import boofcv.struct.feature.TupleDesc_F64;
import boofcv.struct.image.GrayU8;

/**
 * Points of a picture that are found again under turning, scaling and other light, and what is around each of them: SURF (Bay,
 * Ess, Tuytelaars and Van Gool 2008) as BoofCV computes it. The strongest only, so that the size is bounded.
 *
 * @param width pixels of the picture in which the places are given, which is at most {@link #SIDE} long
 * @param places x, y, scale and angle of each
 * @param descriptors {@link #LENGTH} values of each, times 254
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record LocalFeatures(int width, int height, float[] places, byte[] descriptors) {
    public static final int SIDE = 320;
    public static final int LENGTH = 64;
    private static final int MOST = 220;

    static {
        // A function has one core or two; threads of a pool would only outlive the call.
        BoofConcurrency.USE_CONCURRENT = false;
    }

    public static LocalFeatures of(GrayImage image) {
        GrayImage small = image.within(SIDE);
        GrayU8 picture = new GrayU8();
        picture.setData(small.pixels());
        picture.reshape(small.width(), small.height());
        ConfigFastHessian config = new ConfigFastHessian();
        config.extract.threshold = 0.5f;
        config.extract.radius = 2;
        config.maxFeaturesAll = MOST;
        config.maxFeaturesPerScale = -1;
        config.initialSampleStep = 1;
        config.numberOfOctaves = 4;
        DetectDescribePoint<GrayU8, TupleDesc_F64> surf =
                FactoryDetectDescribe.surfFast(config, null, null, GrayU8.class);
        surf.detect(picture);
        int count = Math.min(MOST, surf.getNumberOfFeatures());
        float[] places = new float[4 * count];
        byte[] descriptors = new byte[LENGTH * count];
        for (int i = 0; i < count; i++) {
            places[4 * i] = (float) surf.getLocation(i).x;
            places[4 * i + 1] = (float) surf.getLocation(i).y;
            places[4 * i + 2] = (float) surf.getRadius(i);
            places[4 * i + 3] = (float) surf.getOrientation(i);
            double[] descriptor = surf.getDescription(i).data;
            for (int j = 0; j < LENGTH; j++) {
                descriptors[LENGTH * i + j] = (byte) Math.clamp(Math.round(descriptor[j] * 254), -127, 127);
            }
        }
        return new LocalFeatures(small.width(), small.height(), places, descriptors);
    }

    public int count() {
        return places.length / 4;
    }

    public float x(int feature) {
        return places[4 * feature];
    }

    public float y(int feature) {
        return places[4 * feature + 1];
    }

    public float scale(int feature) {
        return places[4 * feature + 2];
    }

    public float angle(int feature) {
        return places[4 * feature + 3];
    }

    /** Squared distance of two descriptors. */
    int distance(int feature, LocalFeatures other, int otherFeature) {
        int sum = 0;
        int from = LENGTH * feature;
        int otherFrom = LENGTH * otherFeature;
        for (int i = 0; i < LENGTH; i++) {
            int difference = descriptors[from + i] - other.descriptors[otherFrom + i];
            sum += difference * difference;
        }
        return sum;
    }
}
