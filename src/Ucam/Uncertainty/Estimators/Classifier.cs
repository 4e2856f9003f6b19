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

    /// <summary>Logits (B,K), without a gradient.</summary>
    public static Tensor Logits(Func<Tensor, Tensor> network, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor logits = network(input);
        TensorCheck.Matrix(logits, "The classifier's output");
        TensorCheck.Finite(logits, "The classifier's output");
        // An alias, so that a function may hand out a tensor that it keeps.
        return logits.alias().MoveToOuterDisposeScope();
    }

    /// <summary>An estimate from one run and a score of its logits.</summary>
    public static UncertaintyBatch Once(Func<Tensor, Tensor> network, Tensor input, Func<Tensor, Tensor> score, double temperature = 1)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor logits = Logits(network, input) / temperature;
        return UncertaintyBatch.OfOneModel(logits.softmax(1), score(logits));
    }
}
