using static TorchSharp.torch;

namespace Ucam.Studies.Trusting;

/// <summary>A test input that is explained.</summary>
/// <param name="Place">Its place in the test set.</param>
/// <param name="Input">A copy (1,…).</param>
/// <param name="Answer">The class that the model puts first.</param>
/// <param name="Label">The right class.</param>
/// <param name="Confidence">How sure the answer is.</param>
internal sealed record ChosenInput(int Place, Tensor Input, int Answer, int Label, double Confidence);

/// <summary>Keeps copies of the inputs that tell most, as they pass by: sure and wrong, sure and right, and right but unsure.</summary>
internal sealed class ChosenInputs : IDisposable
{
    private const int Kinds = 3;

    private readonly int[] _most;
    private readonly List<ChosenInput>[] _kept = [[], [], []];

    /// <param name="count">How many in all.</param>
    public ChosenInputs(int count) => _most = [.. Enumerable.Range(0, Kinds).Select(kind => (count + Kinds - 1 - kind) / Kinds)];

    /// <summary>What was kept, each once: the sure and wrong first, then the sure and right.</summary>
    public IReadOnlyList<ChosenInput> All => [.. _kept.SelectMany(kept => kept).DistinctBy(one => one.Place)];

    /// <summary>Looks at a batch.</summary>
    /// <param name="input">The inputs.</param>
    /// <param name="rows">What the classifier said of them.</param>
    /// <param name="confidence">How sure each answer is.</param>
    /// <param name="from">The place of the first in the test set.</param>
    public void Offer(Tensor input, AnswerRows rows, double[] confidence, int from)
    {
        int[] answers = rows.Answers;
        for (int i = 0; i < answers.Length; i++)
        {
            bool isRight = answers[i] == rows.Labels[i];
            if (!isRight) Offer(0, confidence[i], Copy(i));
            else
            {
                Offer(1, confidence[i], Copy(i));
                Offer(2, -confidence[i], Copy(i));
            }
        }

        Func<ChosenInput> Copy(int i) => () =>
        {
            using var scope = NewDisposeScope();
            Tensor copy = input.narrow(0, i, 1).detach().clone().DetachFromDisposeScope();
            return new ChosenInput(from + i, copy, answers[i], rows.Labels[i], confidence[i]);
        };
    }

    public void Dispose()
    {
        foreach (ChosenInput one in _kept.SelectMany(kept => kept)) one.Input.Dispose();
    }

    private void Offer(int kind, double rank, Func<ChosenInput> copy)
    {
        List<ChosenInput> kept = _kept[kind];
        double Rank(ChosenInput one) => kind == 2 ? -one.Confidence : one.Confidence;
        int place = kept.FindIndex(one => Rank(one) < rank);
        if (place < 0) place = kept.Count;
        if (place >= _most[kind]) return;
        kept.Insert(place, copy());
        if (kept.Count <= _most[kind]) return;
        kept[^1].Input.Dispose();
        kept.RemoveAt(kept.Count - 1);
    }
}
