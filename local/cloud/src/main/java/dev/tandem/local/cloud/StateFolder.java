package dev.tandem.local.cloud;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that everything lasting lives under, locked while a cloud uses it. An ephemeral one is a temporary folder
 * that is deleted at the end.
 */
final class StateFolder implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String MARKER = "tandem.json";
    private static final String LOCK = "lock";
    private static final String FORMAT = "1";

    private final Path root;
    private final boolean ephemeral;
    private final FileChannel channel;
    private final Map<String, String> values;

    private StateFolder(Path root, boolean ephemeral, FileChannel channel, Map<String, String> values) {
        this.root = root;
        this.ephemeral = ephemeral;
        this.channel = channel;
        this.values = values;
    }

    /**
     * @param folder the folder to use, made where missing; empty for an ephemeral one
     * @throws StartupException when another cloud uses it, or it is something else than a state folder, or damaged
     */
    static StateFolder open(Optional<Path> folder) {
        Path root = null;
        try {
            root = folder.isPresent()
                    ? folder.get().toAbsolutePath().normalize()
                    : Files.createTempDirectory("tandem-");
            if (Files.exists(root) && !Files.isDirectory(root)) {
                throw new StartupException(root + " is not a folder");
            }
            Files.createDirectories(root);
            refuseForeign(root);
            FileChannel channel = lock(root);
            try {
                return new StateFolder(root, folder.isEmpty(), channel, readMarker(root));
            } catch (RuntimeException | IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StartupException("cannot use the state folder " + root + ": " + e, e);
        }
    }

    private static void refuseForeign(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            boolean ours = Files.exists(root.resolve(MARKER))
                    || files.map(file -> String.valueOf(file.getFileName())).allMatch(LOCK::equals);
            if (!ours) {
                throw new StartupException(root + " holds other files and no " + MARKER
                        + ": it is no state folder of Tandem; name an empty or a new folder");
            }
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        Path file = root.resolve(LOCK);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another cloud in this very process holds it.
        }
        if (lock == null) {
            channel.close();
            String holder = Files.readString(file, StandardCharsets.UTF_8).strip();
            throw new StartupException("the state folder " + root + " is in use by another Tandem"
                    + (holder.isEmpty() ? "" : " (process " + holder + ")"));
        }
        channel.truncate(0);
        channel.write(java.nio.ByteBuffer.wrap(
                Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    private static Map<String, String> readMarker(Path root) throws IOException {
        Path marker = root.resolve(MARKER);
        if (!Files.exists(marker)) {
            Map<String, String> fresh = new TreeMap<>(Map.of("format", FORMAT));
            write(marker, fresh);
            return fresh;
        }
        try {
            Map<String, String> values =
                    MAPPER.readValue(marker.toFile(), new TypeReference<TreeMap<String, String>>() {});
            if (!FORMAT.equals(values.get("format"))) {
                throw new StartupException("the state folder " + root + " is of format " + values.get("format")
                        + ", this Tandem reads " + FORMAT);
            }
            return values;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new StartupException(
                    "the state folder " + root + " is damaged: " + MARKER
                            + " is not readable; restore it or start with another folder",
                    e);
        }
    }

    private static void write(Path marker, Map<String, String> values) throws IOException {
        Path fresh = marker.resolveSibling(MARKER + ".new");
        Files.write(fresh, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(values));
        Files.move(fresh, marker, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Path root() {
        return root;
    }

    boolean ephemeral() {
        return ephemeral;
    }

    /** A folder that lasts; null in an ephemeral cloud, which keeps such things in memory. */
    @Nullable
    Path lasting(String name) {
        return ephemeral ? null : root.resolve(name);
    }

    /** A folder on disk, lasting or not. */
    Path folder(String name) {
        return root.resolve(name);
    }

    /** A value that is drawn once and then stays: hexadecimal, 128 bits. */
    synchronized String secret(String name) {
        String known = values.get(name);
        if (known != null) {
            return known;
        }
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String drawn = HexFormat.of().formatHex(random);
        values.put(name, drawn);
        try {
            write(root.resolve(MARKER), values);
        } catch (IOException e) {
            throw new StartupException("cannot write to the state folder " + root + ": " + e.getMessage(), e);
        }
        return drawn;
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (ephemeral) {
                delete(root);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void delete(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
