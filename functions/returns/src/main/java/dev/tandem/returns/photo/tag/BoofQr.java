package dev.tandem.returns.photo.tag;

import boofcv.abst.fiducial.QrCodeDetector;
import boofcv.alg.fiducial.qrcode.QrCode;
import boofcv.concurrency.BoofConcurrency;
import boofcv.factory.fiducial.FactoryFiducial;
import boofcv.struct.image.GrayU8;
import dev.tandem.returns.photo.GrayImage;
import java.util.ArrayList;
import java.util.List;

/** The QR reader of BoofCV, which finds codes by their squares and so bears tilt better than ZXing. For one thread. */
final class BoofQr {
    static {
        // A function has one core or two; threads of a pool would only outlive the call.
        BoofConcurrency.USE_CONCURRENT = false;
    }

    private final QrCodeDetector<GrayU8> detector = FactoryFiducial.qrcode(null, GrayU8.class);

    List<CodeRead> read(GrayImage image) {
        GrayU8 picture = new GrayU8();
        picture.setData(image.pixels());
        picture.reshape(image.width(), image.height());
        List<CodeRead> reads = new ArrayList<>();
        try {
            detector.process(picture);
            for (QrCode code : detector.getDetections()) {
                reads.add(new CodeRead(code.message, true));
            }
        } catch (RuntimeException e) {
            // Degenerate shapes make the geometry throw; nothing was read then.
            return reads;
        }
        return reads;
    }
}
