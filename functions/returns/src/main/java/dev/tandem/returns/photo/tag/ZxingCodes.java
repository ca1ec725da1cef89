package dev.tandem.returns.photo.tag;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.oned.MultiFormatUPCEANReader;
import com.google.zxing.qrcode.QRCodeReader;
import dev.tandem.returns.photo.GrayImage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ZXing, once over a picture. */
final class ZxingCodes {
    /** How ZXing tells black from white: by blocks, or by one threshold a row (bars) or a picture (QR). */
    enum Threshold {
        BLOCKS,
        HISTOGRAM
    }

    private static final Map<DecodeHintType, Object> BARS = hints(BarcodeFormat.EAN_13, BarcodeFormat.UPC_A);
    private static final Map<DecodeHintType, Object> QR = hints(BarcodeFormat.QR_CODE);

    private ZxingCodes() {}

    static Optional<CodeRead> bars(GrayImage image, Threshold threshold) {
        try {
            Result result = new MultiFormatUPCEANReader(BARS).decode(bitmap(image, threshold), BARS);
            return Optional.of(new CodeRead(result.getText(), false));
        } catch (ReaderException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            // On some noise the readers of ZXing run out of an array; nothing was read then.
            return Optional.empty();
        }
    }

    static Optional<CodeRead> qr(GrayImage image, Threshold threshold) {
        try {
            return Optional.of(new CodeRead(
                    new QRCodeReader().decode(bitmap(image, threshold), QR).getText(), true));
        } catch (ReaderException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static BinaryBitmap bitmap(GrayImage image, Threshold threshold) {
        GraySource source = new GraySource(image);
        return new BinaryBitmap(
                threshold == Threshold.BLOCKS ? new HybridBinarizer(source) : new GlobalHistogramBinarizer(source));
    }

    private static Map<DecodeHintType, Object> hints(BarcodeFormat... formats) {
        Map<DecodeHintType, Object> hints = new EnumMap<>(DecodeHintType.class);
        hints.put(DecodeHintType.POSSIBLE_FORMATS, List.of(formats));
        hints.put(DecodeHintType.TRY_HARDER, true);
        return hints;
    }
}
