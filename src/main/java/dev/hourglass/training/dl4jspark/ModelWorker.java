package dev.hourglass.training.dl4jspark;

import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.training.averaging.Stretch;
import dev.hourglass.training.averaging.Worker;
import dev.hourglass.training.averaging.vector.VectorPool;
import java.nio.FloatBuffer;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.spark.api.TrainingHook;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains a replica of any DL4J network, by its own updater. A shard is its minibatches. */
final class ModelWorker<M extends Model, D> implements Worker<List<D>> {
    private final Recipe<M, D> recipe;
    private final M model;

    private ModelWorker(Recipe<M, D> recipe) {
        this.recipe = recipe;
        this.model = recipe.kind.create();
    }

    /**
     * What workers are made from.
     *
     * @param batch examples of a minibatch but the last of a shard
     * @param hooks told of every minibatch on the worker
     */
    record Recipe<M extends Model, D>(
            ReplicatedModel<M, D> kind, int batch, List<TrainingHook> hooks)
            implements Factory<List<D>> {
        @Override
        public Worker<List<D>> create() {
            return new ModelWorker<>(this);
        }
    }

    @Override
    public LocalResult train(List<D> shard, Stretch stretch, float[] start) {
        NativeThreads.limit();
        int first = stretch.from() / recipe.batch;
        int end = Math.min(shard.size(), (stretch.to() + recipe.batch - 1) / recipe.batch);
        if (first >= end) {
            return LocalResult.NOTHING;
        }
        load(recipe.kind, model, start);
        recipe.kind.setCounts(model, Math.toIntExact(stretch.stepsBefore()), stretch.epoch() - 1);
        long examples = 0;
        double loss = 0;
        for (D minibatch : shard.subList(first, end)) {
            int rows = recipe.kind.examples(minibatch);
            recipe.kind.fit(model, minibatch, recipe.hooks);
            examples += rows;
            loss += model.score() * rows;
        }
        return new LocalResult(vector(recipe.kind, model), examples, loss);
    }

    @Override
    public void close() {
        model.close();
    }

    /** A network's parameters, followed by its updater's state. */
    static <M extends Model> float[] vector(ReplicatedModel<M, ?> kind, M model) {
        FloatBuffer parameters = buffer(model.params());
        FloatBuffer state = buffer(kind.state(model));
        float[] vector = VectorPool.take(parameters.capacity() + state.capacity());
        parameters.get(0, vector, 0, parameters.capacity());
        state.get(0, vector, parameters.capacity(), state.capacity());
        return vector;
    }

    /** The reverse of {@link #vector}. */
    static <M extends Model> void load(ReplicatedModel<M, ?> kind, M model, float[] vector) {
        FloatBuffer parameters = buffer(model.params());
        FloatBuffer state = buffer(kind.state(model));
        parameters.put(0, vector, 0, parameters.capacity());
        state.put(0, vector, parameters.capacity(), state.capacity());
    }

    private static FloatBuffer buffer(INDArray array) {
        if (array == null || array.isEmpty()) {
            return FloatBuffer.allocate(0);
        }
        FloatBuffer buffer = array.data().asNio().asFloatBuffer();
        return buffer.limit(Math.toIntExact(array.length()));
    }
}
