package dev.hourglass.training.averaging.vector;

import java.util.List;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClientBootstrap;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.crypto.AuthClientBootstrap;
import org.apache.spark.network.crypto.AuthServerBootstrap;
import org.apache.spark.network.netty.SparkTransportConf;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.TransportServer;
import org.apache.spark.network.server.TransportServerBootstrap;
import org.apache.spark.network.util.TransportConf;
import org.apache.spark.util.Utils;
import scala.Option;
import scala.Tuple2;

/**
 * Connections as Spark makes them between its own processes: with its limits of time ({@code
 * spark.network.timeout}), and authenticated and encrypted where its own are.
 */
final class Transport {
    /** As in {@code spark.rpc.io.serverThreads}. */
    private static final String MODULE = "rpc";

    private static final String DRIVER_PORT = "spark.driver.blockManager.port";
    private static final String PORT = "spark.blockManager.port";

    private final SparkConf settings;
    private final SecurityManager security;
    private final TransportConf configuration;

    Transport(SparkConf settings, SecurityManager security) {
        this.settings = settings;
        this.security = security;
        configuration = SparkTransportConf.fromSparkConf(settings, MODULE, 0, Option.empty());
    }

    /** That of this process. */
    static Transport here() {
        return new Transport(SparkEnv.get().conf(), SparkEnv.get().securityManager());
    }

    /** What a handler's connections share. */
    TransportContext context(RpcHandler handler) {
        return new TransportContext(configuration, handler);
    }

    /**
     * Listens on the port after the one that is set for the driver's blocks, or on one that is free
     * after it, as Spark looks for one; on any free port where none is set.
     */
    TransportServer listen(TransportContext context) {
        String host = settings.get("spark.driver.bindAddress", settings.get("spark.driver.host"));
        int blocks = settings.getInt(DRIVER_PORT, settings.getInt(PORT, 0));
        List<TransportServerBootstrap> bootstraps =
                security.isAuthenticationEnabled()
                        ? List.of(new AuthServerBootstrap(configuration, security))
                        : List.of();
        return Utils.<TransportServer>startServiceOnPort(
                        blocks == 0 ? 0 : blocks + 1,
                        port -> {
                            TransportServer server =
                                    context.createServer(host, (int) port, bootstraps);
                            return new Tuple2<>(server, server.getPort());
                        },
                        settings,
                        "the exchange of vectors")
                ._1();
    }

    /** Makes connections to where others listen. */
    TransportClientFactory clients(TransportContext context) {
        List<TransportClientBootstrap> bootstraps =
                security.isAuthenticationEnabled()
                        ? List.of(
                                new AuthClientBootstrap(
                                        configuration, settings.getAppId(), security))
                        : List.of();
        return context.createClientFactory(bootstraps);
    }

    /** Where the driver's processes are reached. */
    String driverHost() {
        return settings.get("spark.driver.host");
    }
}
