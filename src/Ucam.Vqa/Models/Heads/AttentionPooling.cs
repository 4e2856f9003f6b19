using static TorchSharp.torch;

namespace Ucam.Vqa.Models.Heads;

/// <summary>Sums a picture's positions by the attention on them.</summary>
internal static class AttentionPooling
{
    /// <summary>(B,A·V) of values (N,P,V) and maps (B,P,A), as <see cref="VqaHead.Pool"/> says.</summary>
    public static Tensor Pool(Tensor v, Tensor attention, QuestionGroups? groups)
    {
        ArgumentNullException.ThrowIfNull(v);
        ArgumentNullException.ThrowIfNull(attention);
        using var scope = NewDisposeScope();
        // Turned round once for all groups.
        return groups.Join(v, attention.transpose(1, 2).contiguous(), (values, maps) =>
        {
            long questions = maps.shape[0], pictures = values.shape[0];
            return maps.reshape(pictures, questions / pictures * maps.shape[1], maps.shape[2]).matmul(values).reshape(questions, -1);
        }).MoveToOuterDisposeScope();
    }
}
