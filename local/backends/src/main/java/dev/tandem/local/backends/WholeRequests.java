package dev.tandem.local.backends;

import java.lang.reflect.Field;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.io.Content;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;

/**
 * Reads a request to its end before the exchange counts as done.
 *
 * <p>S3Proxy stops at the last chunk of a signed upload and leaves the line after it unread. When that line is still on its way, Jetty closes the
 * connection without having said so, and the client, which has put it back into its pool, finds its next call broken off: about one upload of
 * twelve.
 */
final class WholeRequests extends Handler.Wrapper {
    private WholeRequests(Handler handler) {
        super(handler);
    }

    /** S3Proxy shows its server to nobody, so it is taken from its field; to be called before the start. */
    static void in(S3Proxy proxy) throws ReflectiveOperationException {
        Field field = S3Proxy.class.getDeclaredField("server");
        field.setAccessible(true);
        Server server = (Server) field.get(proxy);
        server.setHandler(new WholeRequests(server.getHandler()));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean waitsForLeave = request.getHeaders().contains(HttpHeader.EXPECT);
        ReadMarked marked = new ReadMarked(request);
        Runnable readToTheEnd = () -> {
            if (marked.read || !waitsForLeave) {
                Content.Source.consumeAll(marked, callback);
            } else {
                callback.succeeded();
            }
        };
        return super.handle(marked, response, Callback.from(readToTheEnd, callback::failed));
    }

    /** A client that waits for leave to send its body gets it with the first read; without one there is nothing to wait for. */
    private static final class ReadMarked extends Request.Wrapper {
        private volatile boolean read;

        ReadMarked(Request request) {
            super(request);
        }

        @Override
        public Content.Chunk read() {
            read = true;
            return super.read();
        }
    }
}
