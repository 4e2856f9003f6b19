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

    private static Confidences Judge(JudgedCell cell)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        (Func<Tensor, Tensor> inputs, TorchSharp.Modules.Linear layer) = cell.Further.Last;
        using LastLayerLaplace laplace = LastLayerLaplace.Fit(inputs, layer, cell.Further.Training.Gathered.split(RowsAtOnce));
        laplace.ChoosePriorPrecision(cell.HeldOut.Gathered.split(RowsAtOnce).Zip(cell.HeldOut.Targets.split(RowsAtOnce)));
        return new Confidences(Of(cell.HeldOut), Of(cell.Test));

        double[] Of(CellAnswers answers)
        {
            using var inner = NewDisposeScope();
            return answers.OfGiven(cat([.. answers.Gathered.split(RowsAtOnce).Select(rows => laplace.Estimate(rows).Probabilities)]));
        }
    }
}
