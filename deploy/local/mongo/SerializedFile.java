import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.h2.mvstore.MVStore;

/**
 * Writes a database file as GenbaMongo did before documents and keys were BSON, all of it by Java's serialization: SerializedFile FILE
 * COUNT. Only engines.engine.spec.ts runs it, to see that such a file opens.
 */
public final class SerializedFile {
    private static final EmbeddedChannel NOBODY = new EmbeddedChannel();

    public static void main(String[] args) {
        MVStore store = new MVStore.Builder().fileName(args[0]).open();
        H2Backend backend = new H2Backend(store);
        ask(backend, "createIndexes", "indexes", List.of(
            new Document("name", "serial").append("key", new Document("serial", 1)).append("unique", true),
            new Document("name", "plant_serial").append("key", new Document("plant", 1).append("serial", 1)).append("unique", true)
        ));
        List<Document> documents = new ArrayList<>();
        for (int n = 0; n < Integer.parseInt(args[1]); n++)
            documents.add(new Document("_id", "line/" + n).append("plant", "工場").append("serial", n).append("steps", List.of(new Document("n", n))));
        ask(backend, "insert", "documents", documents);
        backend.close();
    }

    private static void ask(H2Backend backend, String command, String of, List<Document> what) {
        Document answer = backend.handleCommand(NOBODY, "genba", command, new Document(command, "serialized").append(of, what));
        if (!Double.valueOf(1).equals(((Number) answer.get("ok")).doubleValue()) || answer.containsKey("writeErrors"))
            throw new IllegalStateException(answer.toString());
    }
}
