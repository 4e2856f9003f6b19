using Ucam.Studies.Trusting;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Studies;

/// <summary>How far a classifier can be trusted, in one call.</summary>
public static class Trust
{
    /// <summary>
    /// Measures accuracy, calibration, selective prediction, thresholds, sets of answers, how inputs of other kinds and worse ones are ranked, and
    /// the faithfulness of maps. Half of the held-out inputs, drawn by chance, fits temperature and certainty; the other half chooses thresholds
    /// and sets; all figures but the thresholds are of the test.
    /// </summary>
    /// <param name="model">To logits (B,K), or (B,1) of a sigmoid; its layers run by <c>call</c>. It is in evaluation mode while it runs, and must
    /// not be used by another thread meanwhile; it stays as it is.</param>
    /// <param name="heldOut">Batches that the classifier was not trained on: inputs, batch first, and classes (B), whole numbers from 0 to K − 1;
    /// some hundreds in all, at least 20. They stay the caller's and are read once.</param>
    /// <param name="test">Likewise, of other inputs.</param>
    /// <param name="options">Layer, estimator, foreign inputs, maps and how the page is called.</param>
    /// <param name="cancel">Stops between two batches or maps.</param>
    /// <exception cref="UcamException">An option is out of range, there is no such layer or map, or the batches do not fit the classifier; the
    /// message says which.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TrustReport Of(Module<Tensor, Tensor> model, IEnumerable<(Tensor Input, Tensor Target)> heldOut,
        IEnumerable<(Tensor Input, Tensor Target)> test, TrustOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentNullException.ThrowIfNull(test);
        options ??= new TrustOptions();
        Settings.Check(options);
        using var maps = new TrustMaps(model, options);
        using var chosen = new ChosenInputs(options.Pictures);
        var reading = new ClassifierReading(model, options);
        (AnswerRows rows, UsualInputs usual) = ReadHeldOut(reading, heldOut, cancel);
        HeldOutFit fit = HeldOutFit.Of(rows, options.Seed);
        TestAnswers answers = TestAnswers.Read(reading, test, usual.Shifts, (chosen, fit.Confidences[^1]), options.Seed, cancel);
        AnswerRows? foreign = ReadForeign(reading, options.Foreign, cancel);
        string[] names = ClassNames(options.Classes, answers.Clean.Probabilities[0].Length);
        return new TrustReport(options.Title,
        [
            SummaryPart.Of(options, fit, answers, foreign), CalibrationPart.Of(fit, answers.Clean), SelectionPart.Of(options, fit, answers.Clean),
            SetsPart.Of(options, fit, answers.Clean, names), OthersPart.Of(fit, answers, foreign),
            maps.Measure(chosen.All, usual.Mean, names, fit.Confidences[^1].Title, cancel),
        ], fit.Certainty);
    }

    private static (AnswerRows Rows, UsualInputs Usual) ReadHeldOut(ClassifierReading reading, IEnumerable<(Tensor Input, Tensor Target)> heldOut,
        CancellationToken cancel)
    {
        var batches = new List<AnswerRows>();
        UsualInputs? usual = null;
        foreach ((Tensor Input, Tensor Target) batch in heldOut)
        {
            cancel.ThrowIfCancellationRequested();
            batches.Add(reading.Read(batch, nameof(heldOut), batches.Count + 1));
            usual ??= UsualInputs.Of(batch.Input);
        }
        return usual is null ? throw new UcamException("There is no held-out input; give some hundreds that the classifier was not trained on.")
        { Field = nameof(heldOut) } : (AnswerRows.Join(batches), usual);
    }

    private static AnswerRows? ReadForeign(ClassifierReading reading, IEnumerable<Tensor>? foreign, CancellationToken cancel)
    {
        if (foreign is null) return null;
        var batches = new List<AnswerRows>();
        foreach (Tensor input in foreign)
        {
            cancel.ThrowIfCancellationRequested();
            batches.Add(reading.Read(input, nameof(TrustOptions.Foreign), batches.Count + 1));
        }
        return batches.Count > 0 ? AnswerRows.Join(batches)
            : throw new UcamException("There is no foreign input; give at least one batch, or leave them out.") { Field = nameof(foreign) };
    }

    private static string[] ClassNames(IReadOnlyList<string> given, int classes)
    {
        if (given.Count > 0 && given.Count != classes)
            throw new UcamException($"There are {given.Count} names for {classes} classes; give one for each, or none.")
            { Field = nameof(TrustOptions.Classes) };
        // A name of nothing would leave an empty cell.
        return [.. Enumerable.Range(0, classes).Select(i => i < given.Count && !string.IsNullOrWhiteSpace(given[i]) ? given[i] : $"class {i}")];
    }
}
