using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Uncertainty.Estimators;

/// <summary>Runs a classifier for an estimator: no gradient, logits checked.</summary>
internal static class Classifier
{
    /// <summary>The module as a function that is in evaluation mode while it runs.</summary>
    public static Func<Tensor, Tensor> InEvaluation(Module<Tensor, Tensor> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return input =>
        {
            using var mode = new EvaluationMode(network);
            return network.call(input);
        };
    }

    /// <summary>Logits (B,K), without a gradient; K ≥ 2, see <see cref="TwoClasses"/>.</summary>
    public static Tensor Logits(Func<Tensor, Tensor> network, Tensor input)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        return TwoClasses(Scores(network, input)).MoveToOuterDisposeScope();
    }

    /// <summary>What the classifier gives, (B,K), without a gradient.</summary>
    public static Tensor Scores(Func<Tensor, Tensor> network, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor scores = network(input);
        TensorCheck.Matrix(scores, "The classifier's output");
        TensorCheck.Finite(scores, "The classifier's output");
        // An alias, so that a function may hand out a tensor that it keeps.
        return scores.alias().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Logits (…,K) as they are; a single one y, which is a sigmoid's, as those of two classes (0, y): the second has probability σ(y).
    /// </summary>
    public static Tensor TwoClasses(Tensor logits) => logits.shape[^1] == 1 ? cat([zeros_like(logits), logits], -1) : logits.alias();

    /// <summary>An estimate from one run and a score of its logits.</summary>
    public static UncertaintyBatch Once(Func<Tensor, Tensor> network, Tensor input, Func<Tensor, Tensor> score, double temperature = 1)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor logits = Logits(network, input) / temperature;
        return UncertaintyBatch.OfOneModel(logits.softmax(1), score(logits));
    }
}
