package dev.tandem.returns.photo.tag;

import com.google.zxing.LuminanceSource;
import dev.tandem.returns.photo.GrayImage;
import java.util.Arrays;

/** A grey picture as ZXing wants it, which can be turned, so that upright bars are read too. */
public final class GraySource extends LuminanceSource {
    private final GrayImage image;

    public GraySource(GrayImage image) {
        super(image.width(), image.height());
        this.image = image;
    }

    @Override
    public byte[] getRow(int y, byte[] row) {
        byte[] target = row == null || row.length < image.width() ? new byte[image.width()] : row;
        System.arraycopy(image.pixels(), y * image.width(), target, 0, image.width());
        return target;
    }

    /** A copy: the binarisers of ZXing turn it upside down in place when they look for white on black. */
    @Override
    public byte[] getMatrix() {
        return Arrays.copyOf(image.pixels(), image.pixels().length);
    }

    @Override
    public boolean isRotateSupported() {
        return true;
    }

    @Override
    public LuminanceSource rotateCounterClockwise() {
        return new GraySource(image.turned().turned().turned());
    }
}
