import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.File;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.ObjectDataType;

/** The embedded MongoDB-protocol database: GenbaMongo FILE PORT. */
public final class GenbaMongo {
    /** By H2's estimate, which is far below what documents take on the heap: of responses that wait it holds 11,000, 300 MB. */
    private static final int CACHE_MB = 64;

    /** How long freed space stays untouched; longer than TEND_EVERY_MS, so that it was flushed to the disk before. */
    private static final int RETENTION_MS = 3_000;
    private static final int TEND_EVERY_MS = 1_000;
    private static final int FILL_PERCENT_MIN = 50;
    private static final int REWRITE_BYTES_MAX = 2 << 20;
    private static final int COMPACT_MS_MAX = 4_000;

    /** After so many calm turns of tending, in each of which so little was written, memory is given back. */
    private static final int CALM_TURNS = 10;
    private static final int CALM_WRITES_MAX = 10;
    /** Less than so much is not worth the pause. */
    private static final long GROWN_BYTES_MIN = 64L << 20;

    /** H2Database's names of what a collection is kept in. */
    private static final String DATABASES_PREFIX = "databases.";
    private static final String META_PREFIX = "meta.";

    /** Between the names of a collection and of its index. */
    private static final String INDEX = "._index_";
    private static final String KEY_ORDER = "2";

    /** Held for each message and each tending, so that no commit but its own stands between a write and its answer. */
    private static final Object TURN = new Object();

    /** mongoose 9 refuses a server that says less. */
    private static final MongoVersion SEVEN = new MongoVersion() {
        @Override public List<Integer> getVersionArray() { return List.of(7, 0, 0); }
        @Override public int getWireVersion() { return 21; }
    };

    /** Answers a write only after it is in the file: a killed process loses nothing that it acknowledged. */
    private static final class DurableBackend extends H2Backend {
        DurableBackend(MVStore store) { super(store); }

        @Override protected MongoDatabase openOrCreateDatabase(String name) {
            return new H2Database(name, getMvStore(), getCursorRegistry()) {
                @Override protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
                    String fullName = getFullCollectionNamespace(name);
                    MVMap<Object, Document> documents = getMvStore().openMap(
                        DATABASES_PREFIX + fullName,
                        new MVMap.Builder<Object, Document>().valueType(new Documents())
                    );
                    MVMap<String, Object> about = getMvStore().openMap(META_PREFIX + fullName);
                    return new H2Collection(this, name, options, documents, about, getCursorRegistry()) {
                        /** Nobody asks for it, and each update encoded the document twice more to know it: a quarter of this process' time. */
                        @Override protected boolean tracksDataSize() { return false; }
                    };
                }

                @Override protected Index<Object> openOrCreateUniqueIndex(
                    String collection, String index, List<IndexKey> keys, boolean isSparse
                ) {
                    openIndex(getMvStore(), getFullCollectionNamespace(collection) + INDEX + index);
                    return super.openOrCreateUniqueIndex(collection, index, keys, isSparse);
                }
            };
        }

        @Override public Document handleMessage(MongoMessage message) {
            synchronized (TURN) {
                try {
                    return super.handleMessage(message);
                } finally {
                    if (getMvStore().hasUnsavedChanges()) commit();
                }
            }
        }
    }

    /** A map that is open keeps its types: H2Database finds those that were opened before it. */
    private static MVMap<KeyValue, Object> openIndex(MVStore store, String name) {
        return store.openMap(name, new MVMap.Builder<KeyValue, Object>().keyType(new Keys()));
    }

    /**
     * H2 knows nothing of documents and keys and writes them by Java's serialization, which also each comparison of two keys did: half
     * of this process' time. Here they are BSON behind a tag of their own. What was written before, and what BSON can't say, stays as
     * it was.
     */
    private abstract static class Bson<T> extends BasicDataType<T> {
        private static final ObjectDataType SERIALIZED = new ObjectDataType();
        /** Grows once for all documents instead of by steps for each. */
        private static final ThreadLocal<ByteBuf> ENCODED = ThreadLocal.withInitial(() -> Unpooled.buffer(16 << 10));
        /** ObjectDataType counts its own tags up from 0. */
        private final byte tag;

        Bson(byte tag) { this.tag = tag; }

        abstract void encode(T value, ByteBuf into);

        abstract T decode(ByteBuf from);

        @Override public final void write(WriteBuffer into, T value) {
            ByteBuf encoded = ENCODED.get().clear();
            try {
                encode(value, encoded);
            } catch (RuntimeException notBson) {
                SERIALIZED.write(into, value);
                return;
            }
            into.put(tag).put(encoded.nioBuffer());
        }

        @Override @SuppressWarnings("unchecked") public final T read(ByteBuffer from) {
            if (from.get(from.position()) != tag) return (T) SERIALIZED.read(from);
            from.get();
            ByteBuf encoded = Unpooled.wrappedBuffer(from.slice());
            T value = decode(encoded);
            from.position(from.position() + encoded.readerIndex());
            return value;
        }

        @Override public final int getMemory(T value) { return bytesOf(value); }

        /** About what it takes on the heap. */
        static int bytesOf(Object value) {
            int bytes = 32;
            if (value instanceof String) bytes += ((String) value).length();
            else if (value instanceof Map) {
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) bytes += 48 + bytesOf(entry.getValue());
            } else if (value instanceof Iterable) {
                for (Object each : (Iterable<?>) value) bytes += bytesOf(each);
            } else if (value instanceof byte[]) bytes += ((byte[]) value).length;
            return bytes;
        }
    }

    private static final class Documents extends Bson<Document> {
        Documents() { super((byte) 120); }

        @Override void encode(Document document, ByteBuf into) { BsonEncoder.encodeDocument(document, into); }

        @Override Document decode(ByteBuf from) { return BsonDecoder.decodeBson(from); }

        @Override public Document[] createStorage(int size) { return new Document[size]; }
    }

    private static final class Keys extends Bson<KeyValue> {
        Keys() { super((byte) 121); }

        @Override void encode(KeyValue key, ByteBuf into) {
            into.writeByte(key.size());
            for (Object part : key) encodePart(part, into);
        }

        @Override KeyValue decode(ByteBuf from) {
            List<Object> parts = new ArrayList<>();
            for (int left = from.readByte(); left > 0; left--) parts.add(BsonDecoder.decodeValue(from.readByte(), from));
            return new KeyValue(parts);
        }

        @Override public KeyValue[] createStorage(int size) { return new KeyValue[size]; }

        @Override public int compare(KeyValue a, KeyValue b) {
            int order = Integer.compare(a.size(), b.size());
            for (int n = 0; order == 0 && n < a.size(); n++) order = compareParts(a.get(n), b.get(n));
            return order;
        }

        /** Any order does, as long as only equals are equal. */
        private static int compareParts(Object a, Object b) {
            if (a instanceof String && b instanceof String) return ((String) a).compareTo((String) b);
            if (a instanceof Double && b instanceof Double) return ((Double) a).compareTo((Double) b);
            return ObjectDataType.compareNotNull(bytes(a), bytes(b));
        }

        private static byte[] bytes(Object part) {
            ByteBuf encoded = Unpooled.buffer(64);
            try {
                encodePart(part, encoded);
            } catch (RuntimeException notBson) {
                return ObjectDataType.serialize(part);
            }
            byte[] bytes = new byte[encoded.readableBytes()];
            encoded.readBytes(bytes);
            return bytes;
        }

        private static void encodePart(Object part, ByteBuf into) {
            byte type = BsonEncoder.determineType(part);
            into.writeByte(type);
            BsonEncoder.encodeValue(type, part, into);
        }
    }

    /** Indexes that were sorted by Java's serialization get their new order, all of them in one commit. */
    private static void sortIndexes(MVStore store) {
        MVMap<String, String> about = store.openMap("genba");
        if (KEY_ORDER.equals(about.get("keyOrder"))) return;
        for (String name : List.copyOf(store.getMapNames())) {
            if (!name.contains(INDEX)) continue;
            MVMap<KeyValue, Object> before = store.openMap(name);
            Collection<Map.Entry<KeyValue, Object>> entries = List.copyOf(before.entrySet());
            store.removeMap(before);
            MVMap<KeyValue, Object> after = openIndex(store, name);
            for (Map.Entry<KeyValue, Object> entry : entries) after.put(entry.getKey(), entry.getValue());
        }
        about.put("keyOrder", KEY_ORDER);
        store.commit();
    }

    public static void main(String[] args) throws InterruptedException {
        File file = new File(args[0]);
        // Without H2's own commits in the background: those answer before they have written.
        MVStore store = new MVStore.Builder().fileName(file.getPath()).cacheSize(CACHE_MB).autoCommitDisabled().open();
        store.setRetentionTime(RETENTION_MS);
        sortIndexes(store);
        DurableBackend backend = new DurableBackend(store);
        backend.version(SEVEN);
        MongoServer server = new MongoServer(backend);
        server.bind("127.0.0.1", Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, store)));
        tend(store);
    }

    /** Every write is a chunk of its own: without this the file would grow by 20 kB with each update. */
    private static void tend(MVStore store) throws InterruptedException {
        Calm calm = new Calm();
        while (true) {
            Thread.sleep(TEND_EVERY_MS);
            try {
                synchronized (TURN) {
                    if (store.isClosed()) return;
                    store.compact(FILL_PERCENT_MIN, REWRITE_BYTES_MAX);
                    if (store.hasUnsavedChanges()) store.commit();
                }
                store.sync();
                calm.tell(store.getCurrentVersion());
            } catch (RuntimeException broken) {
                if (store.isClosed() && store.getPanicException() == null) return;
                broken.printStackTrace();
                // The launcher starts it again; a store that can't write must not go on answering.
                Runtime.getRuntime().halt(1);
            }
        }
    }

    /** Java's heap only grows by itself: what a rush of writes took is given back when it is over, see -XX:MaxHeapFreeRatio in mongo.mjs. */
    private static final class Calm {
        private long version;
        private int turns;
        private long heapBytes;

        /** Each turn, by the number of the store's newest version: each write makes one. */
        void tell(long newest) {
            turns = newest - version <= CALM_WRITES_MAX ? turns + 1 : 0;
            version = newest;
            if (turns < CALM_TURNS || Runtime.getRuntime().totalMemory() - heapBytes < GROWN_BYTES_MIN) return;
            System.gc();
            heapBytes = Runtime.getRuntime().totalMemory();
        }
    }

    private static void stop(MongoServer server, MVStore store) {
        server.stopListening();
        synchronized (TURN) {
            store.compactFile(COMPACT_MS_MAX);
        }
        server.shutdownNow();
    }
}
