using static TorchSharp.torch;

namespace Ucam.Explanations.Running;

/// <summary>Where evidence is measured: the model's attention at every hop, or the layer.</summary>
/// <param name="Values">What the outputs hang on there, each with the batch, or passes times batch, first.</param>
/// <param name="Starts">Where a path to them starts: even attention, or zeros.</param>
/// <param name="Outputs">The outputs (T,B,…) of other values, differentiable; all else is as in the clean pass.</param>
/// <param name="Grid">From numbers of the values' shapes to their sum over maps, channels and passes, (B,rows,columns).</param>
internal sealed record EvidencePlace(IReadOnlyList<Tensor> Values, IReadOnlyList<Tensor> Starts, Func<IReadOnlyList<Tensor>, Tensor> Outputs,
    Func<IReadOnlyList<Tensor>, Tensor> Grid);
