package dev.tandem.returns.photo;

/** Why a file cannot be taken as a photo; the names are stable and part of the API's answers. */
public enum PhotoFault {
    PHOTO_EMPTY("The photo is empty. Please upload it again."),
    PHOTO_TOO_LARGE("The photo is too large. Please send one of at most 8 MB."),
    PHOTO_TOO_MANY_PIXELS("The photo has too many pixels. Please take it with the normal camera setting."),
    PHOTO_TYPE_UNKNOWN("The file is not a photo that we can read. Please send a JPEG, PNG or WebP."),
    PHOTO_TYPE_MISMATCH("The file is not of the type it says it is. Please send the photo as it left the camera."),
    PHOTO_ANIMATED("The file is an animation. Please send a single photo."),
    PHOTO_DAMAGED("The photo is damaged or did not arrive whole. Please upload it again.");

    private final String words;

    PhotoFault(String words) {
        this.words = words;
    }

    /** What to tell the shopper, with what to do next. */
    public String words() {
        return words;
    }
}
