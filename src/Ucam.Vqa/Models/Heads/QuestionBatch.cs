using TorchSharp;
using static TorchSharp.torch;

namespace Ucam.Vqa.Models.Heads;

/// <summary>A batch of questions as tensors, disposed with the enclosing scope.</summary>
/// <param name="Ids">Word ids (B,L), padded with 0.</param>
/// <param name="Lengths">Words of each question (B), ≥ 1.</param>
/// <param name="Targets">n_k/n for each known answer (B,K).</param>
internal sealed record QuestionBatch(Tensor Ids, Tensor Lengths, Tensor Targets)
{
    /// <summary>How the questions share the pictures; null where all pictures have equally many.</summary>
    public QuestionGroups? Groups { get; init; }

    /// <summary>The batch on a device; the lengths stay on the CPU, where libtorch packs by them.</summary>
    public QuestionBatch To(Device device) => device.type == DeviceType.CPU ? this : this with { Ids = Ids.to(device), Targets = Targets.to(device) };
}
