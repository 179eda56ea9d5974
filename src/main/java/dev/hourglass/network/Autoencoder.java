package dev.hourglass.network;

import dev.hourglass.network.NetworkSettings.NormalisationMethod;
import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.layer.EngineLayer;
import dev.hourglass.network.layer.Engines;
import dev.hourglass.network.layer.NativeFloats;
import dev.hourglass.network.layer.TiedDense;
import dev.hourglass.safetensors.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network with its weights, that encodes and reconstructs. Physical values go in and come out;
 * normalisation is done inside. Not for several threads at once: layers hold state of the last
 * batch.
 */
public final class Autoencoder implements AutoCloseable {
    private static final String WORKSPACE = "AUTOENCODER";

    private final NetworkSpec spec;
    private final MultiLayerNetwork network;
    private final int bottleneck;

    /** Null where each layer is a layer of the network. */
    private final TiedDense tied;

    private final Engine engine = Engines.current();
    private final WorkspaceConfiguration workspace =
            WorkspaceConfiguration.builder()
                    .policyAllocation(AllocationPolicy.OVERALLOCATE)
                    .overallocationLimit(0.1)
                    .policyLearning(LearningPolicy.OVER_TIME)
                    .cyclesBeforeInitialization(2)
                    .policyReset(ResetPolicy.BLOCK_LEFT)
                    .policySpill(SpillPolicy.REALLOCATE)
                    .build();
    private final LayerWorkspaceMgr workspaces =
            LayerWorkspaceMgr.builder().defaultWorkspace(WORKSPACE, workspace).build();

    private Autoencoder(NetworkSpec spec, MultiLayerNetwork network) {
        this.spec = spec;
        this.network = network;
        this.bottleneck = network.getLayer(Networks.BOTTLENECK).getIndex();
        this.tied = tied(network.getLayer(bottleneck));
    }

    /** A network with initial weights drawn from {@code seed}. */
    public static Autoencoder initial(NetworkSpec spec, long seed) {
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.configuration(spec, seed));
        network.init();
        return new Autoencoder(spec, network);
    }

    /**
     * A network with the given weights.
     *
     * @param parameters the flat vector that {@link #parameters()} returned, copied
     */
    public static Autoencoder of(NetworkSpec spec, float[] parameters) {
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.configuration(spec, 0));
        network.init(Nd4j.create(parameters, new long[] {1, parameters.length}, 'c'), false);
        return new Autoencoder(spec, network);
    }

    /**
     * A network with the given weights.
     *
     * @param weights what {@link #weights()} returned, copied
     * @throws IllegalArgumentException where they are not those of such a network
     */
    public static Autoencoder of(NetworkSpec spec, Map<String, Weights> weights) {
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.configuration(spec, 0));
        // Before memory is taken for them: the specification may be from a damaged file.
        long given = weights.values().stream().mapToLong(array -> array.values().length).sum();
        long needed =
                network.getLayerWiseConfigurations().getConfs().stream()
                        .mapToLong(conf -> conf.getLayer().initializer().numParams(conf))
                        .sum();
        if (given != needed) {
            throw new IllegalArgumentException(given + " weights instead of " + needed);
        }
        network.init();
        Autoencoder autoencoder = new Autoencoder(spec, network);
        try {
            autoencoder.assign(weights);
            return autoencoder;
        } catch (IllegalArgumentException e) {
            autoencoder.close();
            throw e;
        }
    }

    /**
     * Another network on the same weights, not a copy of them, for another thread. Only the first
     * one is closed, after the last use of all.
     */
    public Autoencoder sharing() {
        MultiLayerNetwork other = new MultiLayerNetwork(Networks.configuration(spec, 0));
        other.init(network.params(), false);
        return new Autoencoder(spec, other);
    }

    public NetworkSpec spec() {
        return spec;
    }

    /** All weights as one vector, in the order of the layers: the form in which they travel. */
    public float[] parameters() {
        return Networks.parameters(network);
    }

    /**
     * Copies of the weights by layer and parameter name, {@code encoder-1.W}, in the order of the
     * layers: the form in which they are stored.
     */
    public Map<String, Weights> weights() {
        Map<String, Weights> weights = new LinkedHashMap<>();
        views().forEach(
                        (name, view) ->
                                weights.put(
                                        name, new Weights(shape(view), NativeFloats.values(view))));
        return weights;
    }

    /**
     * Encodes a batch.
     *
     * @param inputs rows · elements physical values, left as they are
     * @return rows · bottleneck values
     */
    public float[] encode(float[] inputs, int rows) {
        float[] normalised = inputs;
        if (spec.settings().normalisation() == NormalisationMethod.UNIT_LENGTH) {
            normalised = inputs.clone();
            InputPreparation.toUnitLength(normalised, rows, spec.elements());
        } else if (!spec.normalisation().equals(Normalisation.NONE)) {
            normalised = inputs.clone();
            spec.normalisation().apply(normalised);
        }
        try (MemoryWorkspace scope =
                Nd4j.getWorkspaceManager().getAndActivateWorkspace(workspace, WORKSPACE)) {
            INDArray x = NativeFloats.matrix(normalised, rows, spec.elements());
            INDArray code =
                    tied == null
                            ? forward(x, 0, bottleneck)
                            : tied.encode(engine, tiedParameters(), x);
            return NativeFloats.values(code);
        }
    }

    /**
     * Decodes a batch.
     *
     * @param codes rows · bottleneck values
     * @return rows · elements physical values, or of a network of multinomial loss the logits of
     *     the elements' probabilities
     */
    public float[] decode(float[] codes, int rows) {
        float[] outputs;
        try (MemoryWorkspace scope =
                Nd4j.getWorkspaceManager().getAndActivateWorkspace(workspace, WORKSPACE)) {
            INDArray code = NativeFloats.matrix(codes, rows, spec.bottleneck());
            INDArray x =
                    tied == null
                            ? forward(code, bottleneck + 1, network.getnLayers() - 1)
                            : tied.decode(engine, tiedParameters(), code);
            outputs = NativeFloats.values(x);
        }
        spec.normalisation().invert(outputs);
        return outputs;
    }

    @Override
    public void close() {
        Networks.close(network);
    }

    private INDArray forward(INDArray input, int first, int last) {
        INDArray x = input;
        for (int i = first; i <= last; i++) {
            x = network.getLayer(i).activate(x, false, workspaces);
        }
        return x;
    }

    private static TiedDense tied(Layer layer) {
        return layer.conf().getLayer() instanceof EngineLayer part
                        && part.operation() instanceof TiedDense operation
                ? operation
                : null;
    }

    private Map<String, INDArray> tiedParameters() {
        return network.getLayer(bottleneck).paramTable();
    }

    /** Views of the parameters: writing to one changes the network. */
    private Map<String, INDArray> views() {
        Map<String, INDArray> views = new LinkedHashMap<>();
        for (Layer layer : network.getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            layer.paramTable().forEach((key, view) -> views.put(name + "." + key, view));
        }
        return views;
    }

    private void assign(Map<String, Weights> weights) {
        Map<String, INDArray> views = views();
        if (!views.keySet().equals(weights.keySet())) {
            throw new IllegalArgumentException(weights.keySet() + " instead of " + views.keySet());
        }
        views.forEach(
                (name, view) -> {
                    Weights array = weights.get(name);
                    if (!shape(view).equals(array.shape())) {
                        throw new IllegalArgumentException(
                                name + " of shape " + array.shape() + " instead of " + shape(view));
                    }
                    view.assign(Nd4j.create(array.values(), view.shape(), 'c'));
                });
    }

    private static List<Long> shape(INDArray array) {
        return Arrays.stream(array.shape()).boxed().toList();
    }
}
