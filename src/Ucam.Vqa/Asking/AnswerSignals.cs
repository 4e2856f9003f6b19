using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Text;
using static TorchSharp.torch;

namespace Ucam.Vqa.Asking;

/// <summary>Collects what a network's answers leave behind to judge them by, for a batch of questions; no dropout but that of the passes.</summary>
internal static class AnswerSignals
{
    /// <summary>From one look and the passes made of it; tensors of the enclosing dispose scope.</summary>
    /// <param name="network">Frozen.</param>
    /// <param name="distances">(N) of the pictures from the usual, on the CPU; null where the network does not measure them.</param>
    /// <param name="batch">The questions, which share the pictures as they say.</param>
    /// <param name="look">Where it looked and what it gathered there, without dropout.</param>
    /// <param name="passes">Mean (B,K) and entropies (B) of the passes.</param>
    public static CertaintyInput Of(VqaNetwork network, Tensor? distances, QuestionBatch batch, (Glimpse Glimpse, Tensor Gathered) look,
        McResult passes)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Glimpse glimpse = look.Glimpse;
        Tensor answer = passes.Mean.argmax(1);
        IReadOnlyList<GradientEvidence> evidence = Evidence(network.Head, glimpse, answer);
        CertaintyInput input = new(passes.Mean.alias(), passes.Predictive.alias(), passes.Expected.alias())
        {
            Attention = network.Head.Maps(glimpse),
            Evidence = evidence[0],
            QuestionEvidence = evidence[1],
            Blind = Blind(network, batch),
            Unfamiliarity = Unfamiliarity(network, distances, batch),
            UnfamiliarGaze = UnfamiliarGaze(network, glimpse),
            Mismatch = Mismatch(network, look.Gathered),
            UnknownWords = batch.Ids.eq(QuestionVocabulary.UnknownId).sum(1).cpu() / batch.Lengths.to(ScalarType.Float32),
        };
        return input.MoveToOuterDisposeScope();
    }

    /// <summary>At the attention and at the question, with the picture's values as they are.</summary>
    internal static IReadOnlyList<GradientEvidence> Evidence(VqaHead head, Glimpse glimpse, Tensor answer)
    {
        using var gradients = enable_grad();
        using var scope = NewDisposeScope();
        Tensor attention = glimpse.Attention.detach().requires_grad_(), question = glimpse.Question.detach().requires_grad_();
        // What is padding is exactly 0, and nothing hangs on it.
        Tensor logits = head.Classify(head.Gather(glimpse with { Attention = attention * Given(attention), Question = question * Given(question) }));
        return [.. GradientEvidence.At(logits, answer, attention, question).Select(e => e.MoveToOuterDisposeScope())];
    }

    private static Tensor Given(Tensor values)
    {
        using var quiet = no_grad();
        return values.ne(0).to(values.dtype);
    }

    // It hangs on the question alone, and one question is mostly asked about many pictures.
    private static Tensor Blind(VqaNetwork network, QuestionBatch batch)
    {
        if (batch.Ids.shape[0] > 1) return BlindAnswers(network, batch);
        float[] known = network.Blind.Of(batch.Ids.cpu().data<long>(), () => [.. BlindAnswers(network, batch).cpu().data<float>()]);
        return tensor(known, [1, known.Length], device: network.Device);
    }

    private static Tensor BlindAnswers(VqaNetwork network, QuestionBatch batch)
    {
        if (network.Familiarity is null) return network.Head.AnswerBlind(batch.Ids, batch.Lengths).softmax(1);
        (Tensor logits, _) = network.Head.Answer(NoPicture(network), batch.Ids, batch.Lengths);
        return logits.softmax(1);
    }

    /// <summary>
    /// Features (1,P,C) that show nothing: the training pictures' mean feature everywhere, which is what a network makes least of; ones where it
    /// is not known.
    /// </summary>
    internal static Tensor NoPicture(VqaNetwork network)
    {
        HeadShape shape = network.Head.Shape;
        return network.Familiarity is { } familiarity
            ? familiarity.Mean.narrow(0, 0, shape.Channels).expand(1, shape.Positions, shape.Channels).to(network.Device)
            : ones(1, shape.Positions, shape.Channels, device: network.Device);
    }

    /// <summary>What was looked at, (B,V): the values that all maps together point at, at length 1.</summary>
    internal static Tensor Gaze(Glimpse glimpse)
    {
        using var scope = NewDisposeScope();
        Tensor seen = VqaHead.Pool(glimpse.Values, glimpse.Attention.mean([2], keepdim: true), glimpse.Groups);
        return (seen / seen.norm(1, keepdim: true).clamp_min(1e-8)).MoveToOuterDisposeScope();
    }

    private static Tensor? UnfamiliarGaze(VqaNetwork network, Glimpse glimpse)
    {
        if (network.Gaze is not { } gaze) return null;
        if (gaze.Mean.shape[0] != glimpse.Values.shape[2])
            throw new UcamException($"The model '{network.Config.Name}' is damaged: it measures gazes of {gaze.Mean.shape[0]} numbers and looks with "
                + $"{glimpse.Values.shape[2]}; get the file again.");
        return gaze.Distances(Gaze(glimpse).cpu()) / gaze.Limit;
    }

    private static Tensor? Mismatch(VqaNetwork network, Tensor gathered)
    {
        if (network.Match is not { } match) return null;
        long inputs = gathered.flatten(1).shape[1];
        return match.Inputs == inputs ? match.Mismatch(gathered)
            : throw new UcamException($"The model '{network.Config.Name}' is damaged: it compares picture and question by {match.Inputs} numbers and "
                + $"gathers {inputs}; get the file again.");
    }

    private static Tensor? Unfamiliarity(VqaNetwork network, Tensor? distances, QuestionBatch batch)
    {
        if (distances is null || network.Familiarity is not { } familiarity) return null;
        Tensor each = distances / familiarity.Limit;
        return batch.Groups is { } groups ? groups.Repeat(each) : each.repeat_interleave(batch.Ids.shape[0] / each.shape[0]);
    }
}
