using static TorchSharp.torch;

namespace Ucam;

/// <summary>The model's own attention, the mean of its glimpses; it does not know the target.</summary>
public sealed class AttentionMap : ExplanationMethod
{
    /// <inheritdoc/>
    public override string Name => "attention";

    /// <inheritdoc/>
    /// <exception cref="UcamException">The model gives no attention.</exception>
    public override Tensor Explain(ExplanationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Attention?.alias()
            ?? throw new UcamException("The model gives no attention; hand it out in ModelOutput, or take another method.");
    }
}
