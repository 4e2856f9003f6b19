using static TorchSharp.torch;

namespace Ucam.Vqa.Models;

/// <summary>
/// Whether a picture and a question belong together, from what the head gathered of both: a network of one hidden layer that learned to tell
/// held-out questions about their own pictures from the same questions about other pictures.
/// </summary>
internal sealed class MatchDetector : IDisposable
{
    private readonly CallGuard _calls = new();

    /// <param name="hidden">(W,F).</param>
    /// <param name="hiddenBias">(W).</param>
    /// <param name="score">(W).</param>
    /// <param name="scoreBias">(1).</param>
    internal MatchDetector(Tensor hidden, Tensor hiddenBias, Tensor score, Tensor scoreBias) =>
        Tensors = [.. new[] { hidden, hiddenBias, score, scoreBias }.Select(tensor => tensor.DetachFromDisposeScope())];

    /// <summary>Names of the tensors in a checkpoint, in the order of <see cref="Tensors"/>.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["hidden.weight", "hidden.bias", "score.weight", "score.bias"];

    /// <summary>Its weights.</summary>
    internal IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>F, the numbers that it takes of a question.</summary>
    internal long Inputs => Tensors[0].shape[1];

    /// <summary>(B) log-odds that the question was asked of another picture, from what was gathered (B,…), on the CPU.</summary>
    public Tensor Mismatch(Tensor gathered)
    {
        using CallGuard.Call call = _calls.Enter(this);
        using var scope = NewDisposeScope();
        Tensor hidden = nn.functional.linear(gathered.flatten(1).cpu(), Tensors[0], Tensors[1]).relu();
        return (hidden.matmul(Tensors[2]) + Tensors[3]).MoveToOuterDisposeScope();
    }

    /// <summary>One that says the mean of what two say.</summary>
    public static MatchDetector Mean(MatchDetector one, MatchDetector other)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor Both(int part) => cat([one.Tensors[part], other.Tensors[part]]);
        return new MatchDetector(Both(0), Both(1), Both(2) / 2, (one.Tensors[3] + other.Tensors[3]) / 2);
    }

    /// <summary>Waits for the calls under way, then releases what they read; later calls are refused.</summary>
    public void Dispose() => _calls.Close(() =>
    {
        foreach (Tensor tensor in Tensors) tensor.Dispose();
    });
}
