using Ucam.Certainty.Signals;
using static TorchSharp.torch;

namespace Ucam;

/// <summary>The certainty signals. A new one is one entry here, or is added from outside.</summary>
public static class CertaintySignals
{
    internal static Catalogue<CertaintySignal> Catalogue { get; } = new("a certainty signal", signal => signal.Name,
    [
        PassSignals.Probability, PassSignals.Margin, PassSignals.PredictiveEntropy, PassSignals.ExpectedEntropy, PassSignals.MutualInformation,
        AttentionSignals.Peak, AttentionSignals.Entropy, AttentionSignals.Agreement,
        .. EvidenceSignals.OfPicture, .. EvidenceSignals.OfQuestion,
        BlindSignals.Gain, BlindSignals.Probability, BlindSignals.Entropy,
        .. FamiliaritySignals.All,
    ]);

    /// <summary>All signals, the library's own first.</summary>
    public static IReadOnlyList<CertaintySignal> All => Catalogue.All;

    /// <summary>Those that estimators use unless they are told otherwise.</summary>
    internal static IReadOnlyList<CertaintySignal> Default => [.. All.Where(signal => !signal.IsOptional)];

    /// <summary>Adds a signal of one's own, which estimators fitted from then on use where a model can give it.</summary>
    /// <exception cref="UcamException">The name is taken or no name.</exception>
    public static void Add(CertaintySignal signal) => Catalogue.Add(signal);

    /// <summary>The signals that the answers give, as columns (B,S) of one table.</summary>
    internal static SignalTable Measure(CertaintyInput input, IEnumerable<CertaintySignal> signals)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        (CertaintySignal Signal, Tensor? Values)[] given = [.. signals.Select(signal => (signal, signal.Measure(input)))];
        given = [.. given.Where(column => column.Values is not null)];
        // As one tensor before they cross devices and types, which costs more than the numbers.
        bool alike = given.All(column => column.Values!.dtype == given[0].Values!.dtype && column.Values.device_type == given[0].Values!.device_type);
        IEnumerable<Tensor> columns = given.Select(column => alike ? column.Values! : column.Values!.to(ScalarType.Float64).cpu());
        Tensor table = stack(columns, 1).to(ScalarType.Float64).cpu().contiguous();
        return new SignalTable([.. given.Select(column => column.Signal.Name)], [.. table.data<double>()]);
    }
}
