using Ucam.Studies.Comparison;
using Ucam.Studies.Comparison.Judging;
using Ucam.Uncertainty.Estimators;
using Ucam.Vqa;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark.Heads;

/// <summary>
/// Copies of a head whose last layer is drawn from a Laplace approximation: curvature from the training questions, prior precision by the
/// likelihood of people's held-out answers (Daxberger et al. 2021).
/// </summary>
internal static class LaplaceHeads
{
    /// <summary>The copies, in evaluation mode and without a gradient to their weights; the caller disposes them.</summary>
    /// <param name="head">The trained head.</param>
    /// <param name="data">What it was trained on.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Drives the draws.</param>
    public static IReadOnlyList<VqaHead> Draw(VqaHead head, CellData data, int count, int seed)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        int[] all = [.. Enumerable.Range(0, data.Validation.Questions.Count)];
        Tensor targets = data.Validation.Questions.Batch(all).Targets;
        using LastLayerLaplace laplace = LastLayerJudge.Fit(gathered => LastInputs.Of(head, gathered), head.AnswerLayer,
            CellAnswers.GatherAll(head, data.Training), (CellAnswers.GatherAll(head, data.Validation), targets));
        using var noise = new Generator((ulong)seed);
        Tensor layers = laplace.DrawLayers(count, noise);
        return [.. Enumerable.Range(0, count).Select(i => Copy(head, layers[i], seed))];
    }

    private static VqaHead Copy(VqaHead head, Tensor layer, int seed)
    {
        VqaHead copy = SeededWeights.Create(seed, () => VqaMethods.Create(head.Options, head.Shape));
        var from = head.state_dict();
        foreach ((string name, Tensor target) in copy.state_dict()) target.copy_(from[name]);
        long width = copy.AnswerLayer.weight.shape[1];
        copy.AnswerLayer.weight.copy_(layer.narrow(1, 0, width));
        copy.AnswerLayer.bias?.copy_(layer.select(1, width));
        copy.eval();
        foreach (var parameter in copy.parameters()) parameter.requires_grad = false;
        return copy;
    }
}
