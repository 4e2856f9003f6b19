using Ucam.Vqa;
using static TorchSharp.torch;

namespace Ucam.Studies.Comparison;

/// <summary>What enters the last layer of a head.</summary>
internal static class LastInputs
{
    /// <summary>φ (B,D) of what a head gathered (B,F), without dropout or gradient; in the caller's dispose scope.</summary>
    public static Tensor Of(VqaHead head, Tensor gathered)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor? entered = null;
        var hook = head.AnswerLayer.register_forward_pre_hook((_, input) =>
        {
            // The head disposes what it made.
            entered = input.alias().DetachFromDisposeScope();
            return input;
        });
        try
        {
            head.Classify(gathered);
        }
        finally
        {
            hook.remove();
        }
        scope.Attach(entered!);
        return entered!.MoveToOuterDisposeScope();
    }
}
