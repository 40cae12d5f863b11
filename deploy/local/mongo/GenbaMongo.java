import static java.nio.charset.StandardCharsets.UTF_8;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.BsonConstants;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.File;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.ObjectDataType;

/** The embedded MongoDB-protocol database: GenbaMongo FILE PORT. */
public final class GenbaMongo {
    private static final int CACHE_MB = 64;
    /** Smaller than H2's 16 kB: of a page with a document that changed all of it is written. */
    private static final int PAGE_BYTES = 4 << 10;

    /** What BSON can't say is rare and small. */
    private static final int UNSAID_BYTES = 1 << 10;

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
                    MVMap<Object, Object> documents = getMvStore().openMap(
                        DATABASES_PREFIX + fullName,
                        new MVMap.Builder<Object, Object>().valueType(new Documents())
                    );
                    MVMap<String, Object> about = getMvStore().openMap(META_PREFIX + fullName);
                    return new EncodedCollection(this, name, options, documents, about, getCursorRegistry());
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
     * A collection whose documents lie in memory as in the file, in BSON: decoded they take some seven times as much, and each commit
     * encoded all of a page again for the one that had changed. A search decodes of each only the fields that decide.
     */
    private static final class EncodedCollection extends H2Collection {
        private static final Document ALL = new Document();
        private final MVMap<Object, Object> documents;

        @SuppressWarnings("unchecked")
        EncodedCollection(
            MongoDatabase database, String name, CollectionOptions options, MVMap<Object, Object> documents,
            MVMap<String, Object> about, CursorRegistry cursors
        ) {
            // H2Collection touches its documents in what stands below, and to count them.
            super(database, name, options, (MVMap<Object, Document>) (MVMap<?, ?>) documents, about, cursors);
            this.documents = documents;
        }

        @Override protected Object addDocumentInternal(Document document) {
            Object position = getIdField() == null ? UUID.randomUUID() : Utils.getSubdocumentValue(document, getIdField());
            handleUpdate(position, null, document);
            return position;
        }

        @Override protected void handleUpdate(Object position, Document before, Document now) {
            documents.put(Missing.ofNullable(position), Documents.encode(now));
        }

        @Override protected void removeDocument(Object position) {
            if (documents.remove(position) == null) throw new NoSuchElementException("No document with key " + position);
        }

        @Override protected Document getDocument(Object position) { return Documents.decode(documents.get(position)); }

        @Override protected Stream<DocumentWithPosition<Object>> streamAllDocumentsWithPosition() {
            return stream(null);
        }

        @Override protected QueryResult matchDocuments(
            Document query, Document orderBy, int skip, int limit, int batchSize, Document shown
        ) {
            Set<String> fields = Fields.deciding(query, orderBy);
            boolean isPart = fields != null && Fields.addShown(shown, fields);
            Stream<DocumentWithPosition<Object>> found =
                stream(fields).filter(each -> documentMatchesQuery(each.getDocument(), query));
            Comparator<Document> order = deriveComparator(orderBy);
            if (isNaturalDescending(orderBy))
                found = found.sorted((a, b) -> ValueComparator.desc().compare(a.getPosition(), b.getPosition()));
            else if (order != null) found = found.sorted((a, b) -> order.compare(a.getDocument(), b.getDocument()));
            if (skip > 0) found = found.skip(skip);
            if (limit > 0) found = found.limit(limit);
            Stream<Document> whole = found.map(each -> isPart ? each.getDocument() : getDocument(each.getPosition()));
            return matchDocumentsFromStream(whole, ALL, null, 0, 0, batchSize, shown);
        }

        /** Nobody asks for it, and each update encoded the document twice more to know it: a quarter of this process' time. */
        @Override protected boolean tracksDataSize() { return false; }

        private Stream<DocumentWithPosition<Object>> stream(Set<String> fields) {
            return documents.entrySet().stream()
                .map(entry -> new DocumentWithPosition<>(Documents.decode(entry.getValue(), fields), entry.getKey()));
        }
    }

    /** Names of fields at the top of a document. */
    private static final class Fields {
        private static final Set<String> JUNCTIONS = Set.of("$and", "$or", "$nor");

        /** Those that tell whether a document is meant, and where it stands among the others; null when any may. */
        static Set<String> deciding(Document query, Document orderBy) {
            Set<String> fields = new HashSet<>();
            if (!addAsked(query, fields)) return null;
            if (orderBy != null) for (String path : orderBy.keySet()) fields.add(topOf(path));
            return fields;
        }

        /** Adds those that are shown; false when that may be any. */
        static boolean addShown(Document shown, Set<String> fields) {
            if (shown == null || shown.isEmpty()) return false;
            for (Map.Entry<String, Object> each : shown.entrySet()) {
                boolean isPlain = Boolean.TRUE.equals(each.getValue()) || Integer.valueOf(1).equals(each.getValue());
                if (!isPlain || each.getKey().contains("$")) return false;
            }
            for (String path : shown.keySet()) fields.add(topOf(path));
            fields.add("_id");
            return true;
        }

        private static boolean addAsked(Document query, Set<String> fields) {
            for (Map.Entry<String, Object> each : query.entrySet()) {
                if (JUNCTIONS.contains(each.getKey())) {
                    for (Object part : (Collection<?>) each.getValue()) if (!addAsked((Document) part, fields)) return false;
                } else if (each.getKey().startsWith("$")) return false;
                else fields.add(topOf(each.getKey()));
            }
            return true;
        }

        private static String topOf(String path) { return path.split("\\.", 2)[0]; }
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

        /** Null for what BSON can't say. */
        abstract byte[] toBson(T value);

        abstract T fromBson(ByteBuffer from);

        @Override public final void write(WriteBuffer into, T value) {
            byte[] bson = toBson(value);
            if (bson == null) SERIALIZED.write(into, value);
            else into.put(tag).put(bson);
        }

        @Override @SuppressWarnings("unchecked") public final T read(ByteBuffer from) {
            if (from.get(from.position()) != tag) return (T) SERIALIZED.read(from);
            from.get();
            return fromBson(from);
        }

        static byte[] bsonOf(Consumer<ByteBuf> write) {
            ByteBuf encoded = ENCODED.get().clear();
            try {
                write.accept(encoded);
            } catch (RuntimeException notBson) {
                return null;
            }
            return ByteBufUtil.getBytes(encoded);
        }
    }

    /** Of a document its BSON, or the document itself where BSON can't say it. */
    private static final class Documents extends Bson<Object> {
        Documents() { super((byte) 120); }

        static Object encode(Document document) {
            byte[] bson = bsonOf(into -> BsonEncoder.encodeDocument(document, into));
            return bson == null ? document : bson;
        }

        static Document decode(Object stored) {
            return stored instanceof byte[] ? BsonDecoder.decodeBson(Unpooled.wrappedBuffer((byte[]) stored)) : (Document) stored;
        }

        /** With these fields, or with all when none are named. */
        static Document decode(Object stored, Set<String> fields) {
            if (fields == null || !(stored instanceof byte[])) return decode(stored);
            ByteBuf from = Unpooled.wrappedBuffer((byte[]) stored).skipBytes(Integer.BYTES);
            Document part = new Document();
            for (byte type = from.readByte(); type != BsonConstants.TERMINATING_BYTE; type = from.readByte()) {
                String name = from.readCharSequence(from.bytesBefore(BsonConstants.STRING_TERMINATION), UTF_8).toString();
                from.skipBytes(1);
                if (fields.contains(name)) part.put(name, BsonDecoder.decodeValue(type, from));
                else if (type == BsonConstants.TYPE_UTF8_STRING) from.skipBytes(Integer.BYTES + from.getIntLE(from.readerIndex()));
                else if (type == BsonConstants.TYPE_EMBEDDED_DOCUMENT || type == BsonConstants.TYPE_ARRAY)
                    from.skipBytes(from.getIntLE(from.readerIndex()));
                else BsonDecoder.decodeValue(type, from);
            }
            return part;
        }

        @Override byte[] toBson(Object stored) { return stored instanceof byte[] ? (byte[]) stored : null; }

        /** Its length stands first. */
        @Override byte[] fromBson(ByteBuffer from) {
            byte[] bson = new byte[Integer.reverseBytes(from.getInt(from.position()))];
            from.get(bson);
            return bson;
        }

        @Override public int getMemory(Object stored) { return stored instanceof byte[] ? ((byte[]) stored).length : UNSAID_BYTES; }

        @Override public Object[] createStorage(int size) { return new Object[size]; }
    }

    private static final class Keys extends Bson<KeyValue> {
        Keys() { super((byte) 121); }

        @Override byte[] toBson(KeyValue key) {
            return bsonOf(into -> {
                into.writeByte(key.size());
                for (Object part : key) encodePart(part, into);
            });
        }

        @Override KeyValue fromBson(ByteBuffer from) {
            ByteBuf encoded = Unpooled.wrappedBuffer(from.slice());
            List<Object> parts = new ArrayList<>();
            for (int left = encoded.readByte(); left > 0; left--)
                parts.add(BsonDecoder.decodeValue(encoded.readByte(), encoded));
            from.position(from.position() + encoded.readerIndex());
            return new KeyValue(parts);
        }

        /** About what it takes on the heap. */
        @Override public int getMemory(KeyValue key) {
            int bytes = 32;
            for (Object part : key) bytes += part instanceof String ? 32 + ((String) part).length() : 32;
            return bytes;
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
            byte[] bson = bsonOf(into -> encodePart(part, into));
            return bson == null ? ObjectDataType.serialize(part) : bson;
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
        MVStore store = new MVStore.Builder().fileName(file.getPath())
            .cacheSize(CACHE_MB).pageSplitSize(PAGE_BYTES).autoCommitDisabled().open();
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
