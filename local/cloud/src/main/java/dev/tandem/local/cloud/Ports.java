package dev.tandem.local.cloud;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks before any service starts whether the ports are free, so that the answer is one line and not a stack trace. */
final class Ports {

    private Ports() {}

    static void requireFree(Options options) {
        if (options.port() != 0) {
            requireFree(options.port(), "the API", options.port());
            requireFree(options.awsPort(), "the AWS endpoint", options.port());
            requireFree(options.s3Port(), "S3", options.port());
        }
    }

    private static void requireFree(int port, String what, int chosen) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException e) {
            throw new StartupException(
                    "port " + port + ", needed for " + what + ", is in use; end the program that holds it or choose"
                            + " another with --port (now " + chosen + ")",
                    e);
        }
    }
}
