import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.io.File;
import java.util.List;
import org.h2.mvstore.MVStore;

/** The embedded MongoDB-protocol database: GenbaMongo FILE PORT. */
public final class GenbaMongo {
    private static final int CACHE_MB = 256;

    /** How long freed space stays untouched; longer than TEND_EVERY_MS, so that it was flushed to the disk before. */
    private static final int RETENTION_MS = 3_000;
    private static final int TEND_EVERY_MS = 1_000;
    private static final int FILL_PERCENT_MIN = 50;
    private static final int REWRITE_BYTES_MAX = 2 << 20;
    private static final int COMPACT_MS_MAX = 4_000;

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

    public static void main(String[] args) throws InterruptedException {
        File file = new File(args[0]);
        // Without H2's own commits in the background: those answer before they have written.
        MVStore store = new MVStore.Builder().fileName(file.getPath()).cacheSize(CACHE_MB).autoCommitDisabled().open();
        store.setRetentionTime(RETENTION_MS);
        DurableBackend backend = new DurableBackend(store);
        backend.version(SEVEN);
        MongoServer server = new MongoServer(backend);
        server.bind("127.0.0.1", Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, store)));
        tend(store);
    }

    /** Every write is a chunk of its own: without this the file would grow by 20 kB with each update. */
    private static void tend(MVStore store) throws InterruptedException {
        while (true) {
            Thread.sleep(TEND_EVERY_MS);
            try {
                synchronized (TURN) {
                    if (store.isClosed()) return;
                    store.compact(FILL_PERCENT_MIN, REWRITE_BYTES_MAX);
                    if (store.hasUnsavedChanges()) store.commit();
                }
                store.sync();
            } catch (RuntimeException broken) {
                if (store.isClosed() && store.getPanicException() == null) return;
                broken.printStackTrace();
                // The launcher starts it again; a store that can't write must not go on answering.
                Runtime.getRuntime().halt(1);
            }
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
