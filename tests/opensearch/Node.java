import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One node of the test cluster in a process of its own: `Node DIRECTORY setting=value...`; ends with its input. */
public final class Node {
    public static void main(String[] arguments) throws Exception {
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> {
            for (int i = 1; i < arguments.length; i++) {
                String[] pair = arguments[i].split("=", 2);
                if (pair[1].contains(",")) {
                    settings.putList(pair[0], pair[1].split(","));
                } else {
                    settings.put(pair[0], pair[1]);
                }
            }
        });
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                runner.close();
            } catch (Exception problem) {
                problem.printStackTrace();
            }
            closed.countDown();
        }));
        runner.build(OpenSearchRunner.newConfigs().basePath(arguments[0]).numOfNode(1).useLogger());
        // Whoever started the node holds its input open: a node never outlives its cluster, however that ends.
        while (System.in.read() >= 0) {
            continue;
        }
        System.exit(0);
    }
}
