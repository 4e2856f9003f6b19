using static TorchSharp.torch;

namespace Ucam.Studies.Trusting;

/// <summary>What the classifier said of the test inputs and of worse versions of the first of them.</summary>
/// <param name="Clean">The test inputs.</param>
/// <param name="Shifted">The shifts, each with the answers.</param>
internal sealed record TestAnswers(AnswerRows Clean, IReadOnlyList<(InputShift Shift, AnswerRows Rows)> Shifted)
{
    // Each shift costs as many passes as there are inputs.
    private const int MostShifted = 1000;

    /// <summary>Reads the test inputs once.</summary>
    /// <param name="reading">The classifier.</param>
    /// <param name="test">Batches with classes.</param>
    /// <param name="shifts">What is done to them.</param>
    /// <param name="chosen">Looks for inputs to explain, by the confidence given.</param>
    /// <param name="seed">Seed of the noise.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <exception cref="UcamException">There are none, or they do not fit the classifier.</exception>
    public static TestAnswers Read(ClassifierReading reading, IEnumerable<(Tensor Input, Tensor Target)> test, IReadOnlyList<InputShift> shifts,
        (ChosenInputs Inputs, Confidence By) chosen, int seed, CancellationToken cancel)
    {
        using var random = new Generator((ulong)seed);
        var clean = new List<AnswerRows>();
        List<AnswerRows>[] shifted = [.. shifts.Select(_ => new List<AnswerRows>())];
        int seen = 0;
        foreach ((Tensor input, Tensor target) in test)
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            AnswerRows rows = reading.Read((input, target), nameof(test), clean.Count + 1);
            chosen.Inputs.Offer(input, rows, chosen.By.Of(rows), seen);
            clean.Add(rows);
            int left = Math.Min(rows.Count, MostShifted - seen);
            seen += rows.Count;
            if (left <= 0) continue;
            Tensor some = input.narrow(0, 0, left);
            for (int i = 0; i < shifts.Count; i++)
            {
                cancel.ThrowIfCancellationRequested();
                using Tensor worse = shifts[i].Of(some, random);
                shifted[i].Add(reading.Read(worse, nameof(test), clean.Count, shifts[i].Title) with { Labels = rows.Labels[..left] });
            }
        }
        if (seen == 0) throw new UcamException("There is no test input; give at least one batch.") { Field = nameof(test) };
        return new TestAnswers(AnswerRows.Join(clean), [.. shifts.Select((shift, i) => (shift, AnswerRows.Join(shifted[i])))]);
    }
}
