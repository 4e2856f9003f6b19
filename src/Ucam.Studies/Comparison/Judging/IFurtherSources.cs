using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ucam.Studies.Comparison.Judging;

/// <summary>What judges may ask for beside a cell's answers; each is made when it is first asked for.</summary>
internal interface IFurtherSources
{
    /// <summary>The cell's own answers to the questions that it was trained on.</summary>
    TrainingAnswers Training { get; }

    /// <summary>The answers of networks of the same method and variant: the cell's own, then those of the recipe's first other seeds.</summary>
    /// <param name="count">How many, ≥ 2.</param>
    IReadOnlyList<MemberAnswers> Members(int count);

    /// <summary>Whether a network that never saw its picture is right about each training question: 1 or 0.</summary>
    /// <param name="count">Such networks, each trained on all pictures but one of so many parts.</param>
    double[] PeerHits(int count);

    /// <summary>The cell's last layer, and what gives its input (B,D) from what was gathered (B,F), without dropout.</summary>
    (Func<Tensor, Tensor> Inputs, Linear Layer) Last { get; }
}

/// <summary>Answers to training questions.</summary>
/// <param name="Gathered">What the head gathered, (N,F), without dropout.</param>
/// <param name="LogProbabilities">ln p̄ (N,K), the mean of the passes.</param>
/// <param name="Pictures">The picture of each question.</param>
internal sealed record TrainingAnswers(Tensor Gathered, Tensor LogProbabilities, long[] Pictures) : IDisposable
{
    public void Dispose()
    {
        Gathered.Dispose();
        LogProbabilities.Dispose();
    }
}

/// <summary>What one network of an ensemble says of the questions of both parts.</summary>
/// <param name="HeldOut">p̄ (N,K), mean of its passes, and their mean entropy (N), nats.</param>
/// <param name="Test">The same.</param>
internal sealed record MemberAnswers((Tensor Mean, Tensor Expected) HeldOut, (Tensor Mean, Tensor Expected) Test) : IDisposable
{
    public void Dispose()
    {
        foreach (Tensor tensor in new[] { HeldOut.Mean, HeldOut.Expected, Test.Mean, Test.Expected }) tensor.Dispose();
    }
}
