using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;

namespace Ucam.Studies.Comparison.Judging;

/// <summary>
/// A Laplace approximation of the last layer (Daxberger et al. 2021) in place of dropout: curvature from the training questions, prior
/// precision by the likelihood of people's held-out answers, and the probability it gives to the answer.
/// </summary>
internal static class LastLayerJudge
{
    private const int RowsAtOnce = 500;

    public static CellJudge Laplace { get; } = new("laplace", "Laplace, last layer", Judge)
    { IsBaseline = true, Cost = "one pass over the training questions to fit, one pass without dropout to ask" };

    /// <summary>The approximation, with its prior precision chosen; the caller's.</summary>
    /// <param name="inputs">From what a head gathered to what enters its last layer.</param>
    /// <param name="layer">The last layer.</param>
    /// <param name="training">What was gathered from the training questions, (N,F).</param>
    /// <param name="heldOut">The same of held-out questions, and people's answers (M,A).</param>
    public static LastLayerLaplace Fit(Func<Tensor, Tensor> inputs, TorchSharp.Modules.Linear layer, Tensor training,
        (Tensor Gathered, Tensor Targets) heldOut)
    {
        LastLayerLaplace laplace = LastLayerLaplace.Fit(inputs, layer, training.split(RowsAtOnce));
        laplace.ChoosePriorPrecision(heldOut.Gathered.split(RowsAtOnce).Zip(heldOut.Targets.split(RowsAtOnce)));
        return laplace;
    }

    private static Confidences Judge(JudgedCell cell)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        (Func<Tensor, Tensor> inputs, TorchSharp.Modules.Linear layer) = cell.Further.Last;
        using LastLayerLaplace laplace = Fit(inputs, layer, cell.Further.Training.Gathered, (cell.HeldOut.Gathered, cell.HeldOut.Targets));
        return new Confidences(Of(cell.HeldOut), Of(cell.Test));

        double[] Of(CellAnswers answers)
        {
            using var inner = NewDisposeScope();
            return answers.OfGiven(cat([.. answers.Gathered.split(RowsAtOnce).Select(rows => laplace.Estimate(rows).Probabilities)]));
        }
    }
}
