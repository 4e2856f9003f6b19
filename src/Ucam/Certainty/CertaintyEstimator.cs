using System.Text.Json;
using Ucam.Certainty.Estimation;
using Ucam.Certainty.Signals;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam;

/// <summary>
/// P(this answer is right), from <see cref="CertaintySignals"/>: an additive logistic model, fitted on held-out answers with their accuracy
/// as the target (generalised additive models, Hastie and Tibshirani 1986; monotone where a signal says so), so that every answer says which
/// signals moved it and by how much. Immutable; safe to use from several threads.
/// </summary>
public sealed class CertaintyEstimator
{
    internal CertaintyEstimator(CertaintyState state)
    {
        State = state;
        _signals = [.. state.Model.Shapes.Select(shape => CertaintySignals.Catalogue.Find(shape.Signal)
            ?? throw new UcamException($"This certainty estimator uses the signal '{shape.Signal}', which there is not; "
                + "add it to CertaintySignals first, or fit the estimator again."))];
    }

    private readonly CertaintySignal[] _signals;

    /// <summary>The signals that it uses.</summary>
    public IReadOnlyList<string> Signals => [.. _signals.Select(signal => signal.Name)];

    /// <summary>How many held-out answers it was fitted on.</summary>
    public int Answers => State.Answers;

    internal CertaintyState State { get; }

    /// <summary>The signals themselves, in the same order.</summary>
    internal IReadOnlyList<CertaintySignal> Used => _signals;

    /// <summary>Fits it on held-out answers, from the signals that they give.</summary>
    /// <param name="answers">Batches of held-out answers, of data that the model was not trained on.</param>
    /// <param name="right">How right each answer is, in [0,1]: 1 or 0, or a score such as VQA's accuracy; in the order of the batches.</param>
    /// <param name="seed">Drives the folds of the cross-validation that chooses the penalty.</param>
    /// <exception cref="UcamException">There are fewer than 50 answers, or all are right or all wrong.</exception>
    public static CertaintyEstimator Fit(IEnumerable<CertaintyInput> answers, IReadOnlyList<double> right, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(right);
        return Fit(SignalTable.Join([.. answers.Select(batch => CertaintySignals.Measure(batch, CertaintySignals.Default))]), right, seed);
    }

    private static CertaintyEstimator Fit(SignalTable table, IReadOnlyList<double> right, int seed)
    {
        if (table.Rows != right.Count)
            throw new UcamException($"There are {table.Rows} answers and {right.Count} values of how right they are; give one for each answer.")
            { Field = nameof(right) };
        return Fit(new HeldOut(table, [.. right], [.. Enumerable.Range(0, table.Rows).Select(i => (long)i)]), seed);
    }

    /// <summary>Fits it for a classifier, on held-out inputs with their classes.</summary>
    /// <param name="network">To logits (B,K).</param>
    /// <param name="heldOut">Batches that the classifier was not trained on: inputs, batch first, and classes (B). They stay the caller's.</param>
    /// <param name="layer">As for <see cref="CertaintyInput.Of"/>; answers are judged with the same layer and estimator later.</param>
    /// <param name="estimator">Likewise.</param>
    /// <param name="seed">Drives the folds of the cross-validation that chooses the penalty.</param>
    /// <exception cref="UcamException">There is no such layer, there are fewer than 50 answers, or all are right or all wrong.</exception>
    public static CertaintyEstimator Fit(Module<Tensor, Tensor> network, IEnumerable<(Tensor Input, Tensor Target)> heldOut, string? layer = null,
        IUncertaintyEstimator? estimator = null, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        var tables = new List<SignalTable>();
        var right = new List<double>();
        foreach ((Tensor input, Tensor target) in heldOut)
        {
            using var scope = NewDisposeScope();
            CertaintyInput answers = CertaintyInput.Of(network, input, layer, estimator);
            tables.Add(CertaintySignals.Measure(answers, CertaintySignals.Default));
            right.AddRange(answers.Answer.eq(target).to(ScalarType.Float64).data<double>());
        }
        return Fit(SignalTable.Join(tables), right, seed);
    }

    /// <summary>Judges B answers.</summary>
    /// <param name="answers">Answers of the model that it was fitted for.</param>
    /// <exception cref="UcamException">The answers lack a signal that it uses.</exception>
    public IReadOnlyList<AnswerCertainty> Judge(CertaintyInput answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        SignalTable table = CertaintySignals.Measure(answers, _signals);
        if (table.Names.Count < _signals.Length)
            throw new UcamException($"The answers lack {string.Join(", ", Signals.Except(table.Names))}, which this estimator was fitted with.");
        return [.. Enumerable.Range(0, table.Rows).Select(row => Judge(table.Row(row)))];
    }

    /// <summary>All it knows, as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(State, CertaintyJson.Default.CertaintyState);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="UcamException">It is damaged, or uses a signal that there is not.</exception>
    public static CertaintyEstimator FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            CertaintyState state = JsonSerializer.Deserialize(json, CertaintyJson.Default.CertaintyState) ?? throw new JsonException("it is null");
            state.Check();
            return new CertaintyEstimator(state);
        }
        catch (JsonException e)
        {
            throw new UcamException($"A certainty estimator is damaged ({JsonProblem.InWords(e)}); fit it again.", e);
        }
    }

    /// <summary>The same with weights, groups and shifted answers.</summary>
    internal static CertaintyEstimator Fit(HeldOut data, int seed) => new(CertaintyFit.StateOf(data, seed));

    /// <summary>Judges one answer by its signals, in the order of <see cref="Signals"/>.</summary>
    internal AnswerCertainty Judge(ReadOnlySpan<double> signals)
    {
        AdditiveModel model = State.Model;
        double probability = model.Probability(signals);
        Band band = State.Bands[Bands.Find(State.Bands, probability)];
        var reasons = new List<(CertaintyReason Reason, bool Fits)>();
        for (int j = 0; j < _signals.Length; j++)
        {
            double odds = model.Shapes[j].At(signals[j]);
            (string text, bool fits) = _signals[j].Say(model.Shapes[j].IsHigh(signals[j]), odds);
            reasons.Add((new CertaintyReason(_signals[j].Name, signals[j], odds, text), fits));
        }
        reasons = [.. reasons.OrderByDescending(r => Math.Abs(r.Reason.LogOdds))];
        // What goes against its own words is no reason that a person would understand.
        CertaintyReason[] told = [.. reasons.Where(r => r.Fits).Select(r => r.Reason)];
        return new AnswerCertainty(probability, band.Words, band.Right, band.Answers, [.. reasons.Select(r => r.Reason)])
        { Because = AnswerCertainty.InWords(told, against: probability < State.Average) };
    }
}
