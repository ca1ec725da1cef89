package dev.tandem.recommendation.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The container of every model: named arrays of numbers and strings in one file that is either whole or refused.
 *
 * <p>Layout, big-endian: magic {@code TNDM}, container version (int), kind (string), version of the kind (int), number of sections (int),
 * then per section its name (string), length in bytes (int) and bytes; last the CRC-32C of all bytes before it (int), which
 * catches every change of up to four bytes in a row. A string is its length in bytes (int) and UTF-8.
 */
public final class ModelFile {
    private static final int MAGIC = 0x544E444D;
    private static final int CONTAINER_VERSION = 1;

    private final String kind;
    private final int version;
    private final Map<String, ByteBuffer> sections = new LinkedHashMap<>();

    /** An empty file to be filled. */
    public ModelFile(String kind, int version) {
        this.kind = kind;
        this.version = version;
    }

    public ModelFile put(String name, int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Integer.BYTES));
        bytes.asIntBuffer().put(values);
        return section(name, bytes);
    }

    public ModelFile put(String name, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
        bytes.asFloatBuffer().put(values);
        return section(name, bytes);
    }

    public ModelFile put(String name, double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES));
        bytes.asDoubleBuffer().put(values);
        return section(name, bytes);
    }

    public ModelFile put(String name, String[] values) {
        byte[][] encoded = new byte[values.length][];
        int length = 0;
        for (int i = 0; i < values.length; i++) {
            encoded[i] = values[i].getBytes(StandardCharsets.UTF_8);
            length = Math.addExact(length, Integer.BYTES + encoded[i].length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        for (byte[] value : encoded) {
            bytes.putInt(value.length).put(value);
        }
        return section(name, bytes.rewind());
    }

    private ModelFile section(String name, ByteBuffer bytes) {
        if (sections.put(name, bytes) != null) {
            throw new IllegalArgumentException("Section " + name + " is there already");
        }
        return this;
    }

    /**
     * @throws ModelFormatException when there is no such section, or when its length does not fit the type
     */
    public int[] ints(String name) throws ModelFormatException {
        int[] values = new int[count(name, Integer.BYTES)];
        bytes(name).asIntBuffer().get(values);
        return values;
    }

    public float[] floats(String name) throws ModelFormatException {
        float[] values = new float[count(name, Float.BYTES)];
        bytes(name).asFloatBuffer().get(values);
        return values;
    }

    public double[] doubles(String name) throws ModelFormatException {
        double[] values = new double[count(name, Double.BYTES)];
        bytes(name).asDoubleBuffer().get(values);
        return values;
    }

    public String[] strings(String name) throws ModelFormatException {
        ByteBuffer bytes = bytes(name);
        List<String> values = new ArrayList<>();
        while (bytes.hasRemaining()) {
            values.add(string(bytes));
        }
        return values.toArray(String[]::new);
    }

    private int count(String name, int size) throws ModelFormatException {
        int length = bytes(name).remaining();
        if (length % size != 0) {
            throw new ModelFormatException("Section " + name + " of the model has an odd length: " + length);
        }
        return length / size;
    }

    private ByteBuffer bytes(String name) throws ModelFormatException {
        ByteBuffer bytes = sections.get(name);
        if (bytes == null) {
            throw new ModelFormatException("The model has no section " + name);
        }
        return bytes.duplicate();
    }

    /** The whole file. */
    public byte[] toBytes() {
        byte[] kindBytes = kind.getBytes(StandardCharsets.UTF_8);
        long length = 6L * Integer.BYTES + kindBytes.length;
        for (Map.Entry<String, ByteBuffer> section : sections.entrySet()) {
            length += 2L * Integer.BYTES
                    + section.getKey().getBytes(StandardCharsets.UTF_8).length
                    + section.getValue().remaining();
        }
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(length));
        file.putInt(MAGIC)
                .putInt(CONTAINER_VERSION)
                .putInt(kindBytes.length)
                .put(kindBytes)
                .putInt(version);
        file.putInt(sections.size());
        sections.forEach((name, bytes) -> {
            byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
            file.putInt(nameBytes.length)
                    .put(nameBytes)
                    .putInt(bytes.remaining())
                    .put(bytes.duplicate());
        });
        file.putInt(checksum(file.array(), file.position()));
        return file.array();
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(toBytes());
    }

    /**
     * Reads a file whole and checks it before anything of it is used.
     *
     * @param kind what the file has to be
     * @param newest the newest version of the kind that the caller understands
     * @throws ModelFormatException when the file is damaged, cut short, of another kind, or of a later version
     */
    public static ModelFile of(byte[] bytes, String kind, int newest) throws ModelFormatException {
        if (bytes.length < 6 * Integer.BYTES || ByteBuffer.wrap(bytes).getInt() != MAGIC) {
            throw new ModelFormatException("Not a model file");
        }
        ByteBuffer file = ByteBuffer.wrap(bytes, 0, bytes.length - Integer.BYTES);
        if (checksum(bytes, file.limit()) != ByteBuffer.wrap(bytes).getInt(file.limit())) {
            throw new ModelFormatException("The model file is damaged: its checksum does not match");
        }
        int container = file.position(Integer.BYTES).getInt();
        if (container != CONTAINER_VERSION) {
            throw new ModelFormatException("Container version " + container + " of the model file is not known here");
        }
        String found = string(file);
        int version = file.getInt();
        if (!found.equals(kind) || version < 1 || version > newest) {
            throw new ModelFormatException("The model file holds " + found + " version " + version + ", wanted " + kind
                    + " of at most version " + newest);
        }
        ModelFile model = new ModelFile(kind, version);
        try {
            int count = file.getInt();
            for (int i = 0; i < count; i++) {
                String name = string(file);
                int length = file.getInt();
                model.section(name, file.slice(file.position(), length));
                file.position(file.position() + length);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
            throw new ModelFormatException("The model file is damaged: a section does not fit");
        }
        if (file.hasRemaining()) {
            throw new ModelFormatException("The model file is damaged: it is longer than its sections");
        }
        return model;
    }

    public static ModelFile read(Path path, String kind, int newest) throws IOException {
        return of(Files.readAllBytes(path), kind, newest);
    }

    public int version() {
        return version;
    }

    private static String string(ByteBuffer from) throws ModelFormatException {
        int length = from.remaining() < Integer.BYTES ? -1 : from.getInt();
        if (length < 0 || length > from.remaining()) {
            throw new ModelFormatException("The model file is damaged: a string does not fit");
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }
}
