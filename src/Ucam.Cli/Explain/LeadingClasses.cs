using Ucam.Explanations.Running;
using static TorchSharp.torch;

namespace Ucam.Cli.Explain;

/// <summary>A class and its probability.</summary>
internal sealed record LeadingClass(int Index, string Name, double Probability);

/// <summary>The classes that a classifier finds most probable.</summary>
internal static class LeadingClasses
{
    private const int Most = 5;

    /// <summary>The first five of one row of logits.</summary>
    /// <param name="logits">(1,K).</param>
    /// <param name="labels">Whether each is a label of its own.</param>
    /// <param name="names">What they are called; as many as there are classes.</param>
    public static IReadOnlyList<LeadingClass> Of(Tensor logits, bool labels, ClassNames names)
    {
        names.Check(logits.shape[^1]);
        using var scope = NewDisposeScope();
        Tensor flat = logits.detach().reshape(1, 1, -1);
        (Tensor values, Tensor indices) = new ScoreSpace(flat, labels).Probabilities(flat).flatten()
            .topk((int)Math.Min(Most, logits.shape[^1]));
        return [.. indices.data<long>().Zip(values.to(ScalarType.Float64).data<double>(), (index, p) =>
            new LeadingClass((int)index, names.Of((int)index), p))];
    }
}
