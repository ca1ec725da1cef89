package dev.tandem.local.template;

/** A template that cannot be booted. The message is one line that names the resource and what is wrong with it. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TemplateException(String message) {
        super(message);
    }

    public TemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
