package dev.tandem.local.lambda;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.tandem.local.lambda.child.Bootstrap;
import dev.tandem.local.lambda.child.TrainingHandler;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * Turns function and layer zips into a class path of plain jars, each content unpacked once. Everything lies on the
 * application class path, never behind the runtime client's own class loader, because an AOT cache serves only classes of
 * the application loader; and nothing in the folder is ever written twice, because the cache checks the time of each jar.
 */
final class CodeCache {
    private static final Class<?>[] RUNTIME_CLIENT = {
        AWSLambda.class, LambdaLogger.class, PojoSerializer.class, SdkInternalThreadLocal.class
    };
    private static final List<String> CHILD_CLASSES =
            List.of(Bootstrap.class.getName(), TrainingHandler.class.getName());
    private static final List<String> PORTABLE_CLASSES =
            List.of("com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient");

    private final Path folder;
    private final boolean portable;
    /** By path, size and time. Of the process, since a layer has megabytes and every service has the same. */
    private static final Map<String, String> HASHES = new ConcurrentHashMap<>();

    CodeCache(Path folder) {
        this(folder, nativeLibraryName() == null);
    }

    /** With {@code portable} the runtime client does without its native library. */
    CodeCache(Path folder, boolean portable) {
        this.folder = folder.toAbsolutePath();
        this.portable = portable;
    }

    /**
     * Class path of a function: runtime client, code, layers, our bootstrap, in this order for all functions of one zip.
     *
     * @throws UncheckedIOException where a zip is missing or broken
     */
    CodePath codePath(Path codeZip, List<Path> layerZips) {
        try {
            List<Path> jars = new ArrayList<>();
            if (portable) {
                jars.add(ownJar("tandem-portable.jar", PORTABLE_CLASSES));
            }
            jars.addAll(runtimeClient());
            jars.addAll(codeJars(codeZip));
            jars.addAll(layerJars(layerZips));
            jars.add(ownJar("tandem-child.jar", CHILD_CLASSES));
            StringBuilder all = new StringBuilder();
            for (Path jar : jars) {
                all.append(jar).append('\n').append(hash(jar)).append('\n');
            }
            return new CodePath(List.copyOf(jars), sha256(all.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + codeZip + ": " + e.getMessage(), e);
        }
    }

    /** Where the AOT cache of this class path lies once it is trained. */
    Path aotCache(CodePath codePath) {
        // A cache serves only the very JVM build that made it.
        String jvm = sha256(System.getProperty("java.vm.version").getBytes(StandardCharsets.UTF_8))
                .substring(0, 8);
        return aotFolder().resolve(codePath.hash() + "-" + jvm + ".aot");
    }

    Path aotFolder() {
        return folder.resolve("aot");
    }

    /** The runtime client's native library, or null where the child does without it. */
    @Nullable
    Path nativeLibrary() throws IOException {
        String name = nativeLibraryName();
        if (portable || name == null) {
            return null;
        }
        try (InputStream library = AWSLambda.class.getResourceAsStream("/jni/" + name)) {
            if (library == null) {
                throw new FileNotFoundException(name);
            }
            return keep("native", name, library.readAllBytes());
        }
    }

    /** Name of the library for this system, or null where AWS has none. */
    private static @Nullable String nativeLibraryName() {
        String architecture = switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch_64";
            default -> null;
        };
        if (architecture == null
                || !System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            return null;
        }
        boolean musl =
                Files.exists(Path.of("/lib/ld-musl-x86_64.so.1")) || Files.exists(Path.of("/lib/ld-musl-aarch64.so.1"));
        return "libaws-lambda-jni." + (musl ? "linux_musl-" : "linux-") + architecture + ".so";
    }

    private static List<Path> runtimeClient() {
        List<Path> jars = new ArrayList<>();
        for (Class<?> member : RUNTIME_CLIENT) {
            Path jar = locationOf(member);
            if (!jars.contains(jar)) {
                jars.add(jar);
            }
        }
        return jars;
    }

    private static Path locationOf(Class<?> member) {
        try {
            return Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("No jar holds " + member, e);
        }
    }

    private List<Path> codeJars(Path zip) throws IOException {
        String hash = hash(zip);
        Path target = folder.resolve("code").resolve(hash);
        if (!Files.isDirectory(target)) {
            build(target, work -> {
                try (ZipFile entries = new ZipFile(zip.toFile())) {
                    unpackJars(entries, "lib/", work);
                    if (entries.stream().anyMatch(entry -> !entry.isDirectory() && !isJarIn("lib/", entry))) {
                        // A zip with classes at its root is a jar; as a jar it may be in an AOT cache, unpacked it may
                        // not.
                        Files.copy(zip, work.resolve("!code.jar"));
                    }
                }
            });
        }
        return jarsIn(target);
    }

    private List<Path> layerJars(List<Path> zips) throws IOException {
        Map<String, Path> byName = new TreeMap<>();
        for (Path zip : zips) {
            Path target = folder.resolve("layers").resolve(hash(zip));
            if (!Files.isDirectory(target)) {
                build(target, work -> {
                    try (ZipFile entries = new ZipFile(zip.toFile())) {
                        unpackJars(entries, "java/lib/", work);
                    }
                });
            }
            for (Path jar : jarsIn(target)) {
                byName.put(jar.getFileName().toString(), jar);
            }
        }
        return List.copyOf(byName.values());
    }

    private static List<Path> jarsIn(Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.sorted().toList();
        }
    }

    private static boolean isJarIn(String prefix, ZipEntry entry) {
        String name = entry.getName();
        return name.startsWith(prefix) && name.endsWith(".jar") && name.indexOf('/', prefix.length()) < 0;
    }

    private static void unpackJars(ZipFile zip, String prefix, Path target) throws IOException {
        List<? extends ZipEntry> jars =
                zip.stream().filter(entry -> isJarIn(prefix, entry)).toList();
        for (ZipEntry entry : jars) {
            try (InputStream content = zip.getInputStream(entry)) {
                Files.copy(content, target.resolve(entry.getName().substring(prefix.length())));
            }
        }
    }

    /** Classes of this module for the child, as a jar with fixed times, so that the same classes give the same file. */
    private Path ownJar(String jarName, List<String> classes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            for (String name : classes) {
                String resource = name.replace('.', '/') + ".class";
                ZipEntry entry = new ZipEntry(resource);
                entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
                jar.putNextEntry(entry);
                jar.write(ownClass(resource));
                jar.closeEntry();
            }
        }
        return keep("child", jarName, bytes.toByteArray());
    }

    /** Read from this module itself, because the runtime client has a class of the same name as one of ours. */
    private static byte[] ownClass(String resource) throws IOException {
        Path home = locationOf(CodeCache.class);
        if (Files.isDirectory(home)) {
            return Files.readAllBytes(home.resolve(resource));
        }
        try (ZipFile jar = new ZipFile(home.toFile());
                InputStream content = jar.getInputStream(jar.getEntry(resource))) {
            return content.readAllBytes();
        }
    }

    private Path keep(String kind, String name, byte[] content) throws IOException {
        Path target = folder.resolve(kind).resolve(sha256(content));
        if (!Files.isDirectory(target)) {
            build(target, work -> Files.write(work.resolve(name), content));
        }
        return target.resolve(name);
    }

    private interface Filler {
        void fill(Path work) throws IOException;
    }

    /** Builds a folder aside and moves it into place, so that two services on one cache never see half of one. */
    private static void build(Path target, Filler filler) throws IOException {
        Path parent = target.getParent();
        if (parent == null) {
            throw new IOException("No parent folder: " + target);
        }
        Files.createDirectories(parent);
        Path work = Files.createTempDirectory(parent, "building-");
        try {
            filler.fill(work);
            fixTimes(work);
            Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Whichever exception of this family the system has for it: another one was first, with the same content.
            if (!Files.isDirectory(target)) {
                throw e;
            }
        } finally {
            Scratch.delete(work);
        }
    }

    /** An AOT cache also holds the time of each jar; with a fixed one it outlives a rebuilt folder. */
    private static void fixTimes(Path work) throws IOException {
        for (Path file : jarsIn(work)) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        }
    }

    private String hash(Path file) throws IOException {
        String key = file.toAbsolutePath() + "|" + Files.size(file) + "|" + Files.getLastModifiedTime(file);
        String known = HASHES.get(key);
        if (known == null) {
            known = sha256(Files.readAllBytes(file));
            HASHES.put(key, known);
        }
        return known;
    }

    static String sha256(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
