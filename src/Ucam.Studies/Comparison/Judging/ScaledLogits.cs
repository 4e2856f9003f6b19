using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Studies.Comparison.Judging;

/// <summary>Temperature and vector scaling (Guo et al. 2017) of ln p̄, by the likelihood of people's held-out answers.</summary>
internal static class ScaledLogits
{
    private const int Steps = 200;
    private const double Rate = 0.02, Ridge = 1e-4;

    /// <summary>One temperature for all answers.</summary>
    public static Confidences Temperature(JudgedCell cell)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        double temperature = TemperatureOfHead.Best(t => Loss(cell.HeldOut, cell.HeldOut.LogProbabilities / t).item<float>());
        return Of(cell, logits => logits / temperature);
    }

    /// <summary>A scale and a shift of its own for every answer; its confidence is in the answer that was given before.</summary>
    public static Confidences Vector(JudgedCell cell)
    {
        using var scope = NewDisposeScope();
        long answers = cell.HeldOut.LogProbabilities.shape[1];
        var scale = new TorchSharp.Modules.Parameter(ones(answers));
        var shift = new TorchSharp.Modules.Parameter(zeros(answers));
        using optim.Optimizer adam = optim.Adam([scale, shift], Rate);
        for (int step = 0; step < Steps; step++)
        {
            using var inner = NewDisposeScope();
            adam.zero_grad();
            Tensor loss = Loss(cell.HeldOut, cell.HeldOut.LogProbabilities * scale + shift)
                + Ridge * ((scale - 1).square().sum() + shift.square().sum());
            loss.backward();
            adam.step();
        }
        // What is not finite stays so to the last step.
        FiniteGradients.Require("vector scaling", $"step {Steps}", [("the scale", scale), ("the shift", shift)]);
        using var quiet = no_grad();
        return Of(cell, logits => logits * scale + shift);
    }

    private static Tensor Loss(CellAnswers answers, Tensor logits) =>
        0 - (functional.log_softmax(logits, 1) * answers.Targets).sum() / answers.Count;

    private static Confidences Of(JudgedCell cell, Func<Tensor, Tensor> scaled)
    {
        double[] Of(CellAnswers answers) => answers.OfGiven(scaled(answers.LogProbabilities).softmax(1));
        return new Confidences(Of(cell.HeldOut), Of(cell.Test));
    }
}
