using Ucam.Certainty.Signals;
using Ucam.Uncertainty;
using static TorchSharp.torch;

namespace Ucam.Studies.Comparison.Judging;

/// <summary>
/// Deep ensembles (Lakshminarayanan et al. 2017) of the networks of several seeds, asked how sure they are of the answer that the cell's own
/// network gave, so that all judges are asked about the same answers.
/// </summary>
internal static class EnsembleJudge
{
    /// <summary>The mean probability that the members give to the answer, as it is.</summary>
    public static CellJudge Mean(int count) => new($"ensemble-{count}", $"ensemble of {count}: mean probability", cell => Of(cell, count,
        (given, answers) => given.OfGiven(Mean(answers))))
    { IsBaseline = true, Seeds = count, Cost = Cost(count) };

    /// <summary>The library's estimator on the statistics of the members and their passes.</summary>
    public static CellJudge Statistics(int count) => new($"ensemble-{count}-passes", $"ensemble of {count}: passes", cell =>
    {
        IReadOnlyList<MemberAnswers> members = cell.Further.Members(count);
        SignalTable held = Measure(cell.HeldOut, [.. members.Select(member => member.HeldOut)]),
            test = Measure(cell.Test, [.. members.Select(member => member.Test)]);
        return SignalSet.Judge(cell, held, test);
    })
    { IsBaseline = true, Seeds = count, Cost = Cost(count) };

    private static string Cost(int count) => $"{count} networks to train and to ask, each with all passes";

    private static Confidences Of(JudgedCell cell, int count, Func<CellAnswers, (Tensor Mean, Tensor Expected)[], double[]> judge)
    {
        IReadOnlyList<MemberAnswers> members = cell.Further.Members(count);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        return new Confidences(judge(cell.HeldOut, [.. members.Select(member => member.HeldOut)]),
            judge(cell.Test, [.. members.Select(member => member.Test)]));
    }

    private static Tensor Mean((Tensor Mean, Tensor Expected)[] answers) => stack(answers.Select(a => a.Mean)).mean([0]);

    /// <summary>
    /// The statistics that are known of passes, of the answer that was given: its margin is negative where another is more probable.
    /// </summary>
    internal static SignalTable Measure(CellAnswers given, (Tensor Mean, Tensor Expected)[] answers)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor mean = Mean(answers), place = given.Given.unsqueeze(1), own = mean.gather(1, place).squeeze(1);
        Tensor others = mean.scatter(1, place, zeros_like(place, dtype: mean.dtype)).amax([1]);
        Tensor entropy = Nats.Entropy(mean), expected = stack(answers.Select(a => a.Expected)).mean([0]);
        Tensor table = stack([own, own - others, entropy, expected, entropy - expected], 1).to(ScalarType.Float64).contiguous();
        CertaintySignal[] names = [PassSignals.Probability, PassSignals.Margin, PassSignals.PredictiveEntropy, PassSignals.ExpectedEntropy,
            PassSignals.MutualInformation];
        return new SignalTable([.. names.Select(signal => signal.Name)], [.. table.data<double>()]);
    }
}
