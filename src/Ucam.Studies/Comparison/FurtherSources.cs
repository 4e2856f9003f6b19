using TorchSharp.Modules;
using Ucam.Studies.Comparison.Judging;
using Ucam.Vqa;
using Ucam.Vqa.Training;
using static TorchSharp.torch;

namespace Ucam.Studies.Comparison;

/// <summary>What further judges ask for of one cell of a comparison of methods.</summary>
/// <param name="cell">The cell.</param>
/// <param name="head">Its head, which no other thread uses.</param>
/// <param name="training">What it was trained on.</param>
/// <param name="passes">Dropout passes of answers.</param>
/// <param name="others">The networks of other seeds, and those that saw a part of the pictures.</param>
internal sealed class FurtherSources(CompareCell cell, VqaHead head, RunPart training, int passes, OtherNetworks others)
    : IFurtherSources, IDisposable
{
    private const int Batch = 256;
    private TrainingAnswers? _training;

    /// <inheritdoc/>
    public TrainingAnswers Training => _training ??= Answer();

    /// <inheritdoc/>
    public IReadOnlyList<MemberAnswers> Members(int count) => others.Members(cell, count);

    /// <inheritdoc/>
    public double[] PeerHits(int count) => others.PeerHits(cell, count);

    /// <inheritdoc/>
    public (Func<Tensor, Tensor> Inputs, Linear Layer) Last => (gathered => LastInputs.Of(head, gathered), head.AnswerLayer);

    /// <inheritdoc/>
    public void Dispose() => _training?.Dispose();

    private TrainingAnswers Answer()
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using var dropout = new Generator((ulong)cell.Seed);
        Tensor gathered = CellAnswers.GatherAll(head, training);
        var logs = new List<Tensor>();
        foreach (Tensor rows in gathered.split(Batch))
        {
            using var chunk = NewDisposeScope();
            using McResult answers = HeadPasses.RunHead(head, rows, passes, dropout);
            logs.Add(answers.Mean.clamp_min(CellAnswers.Least).log().MoveToOuterDisposeScope());
        }
        return new TrainingAnswers(gathered.DetachFromDisposeScope(), cat(logs).DetachFromDisposeScope(),
            [.. training.Set.Items.Select(item => (long)item.Picture)]);
    }
}
