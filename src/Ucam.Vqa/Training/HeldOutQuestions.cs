using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Extraction;
using static TorchSharp.torch;

namespace Ucam.Vqa.Training;

/// <summary>Questions that are not trained on, with their pictures.</summary>
internal sealed class HeldOutQuestions(RunPart part)
{
    private readonly AskedPictures _asked = new(part, int.MaxValue);

    /// <summary>How a network in evaluation mode does, backbone and head together.</summary>
    public HeldOutScore Score(VqaNetwork network, int pictures, CancellationToken cancel)
    {
        using var quiet = no_grad();
        int size = network.Backbone.Options.InputSize;
        double loss = 0, right = 0;
        var random = new Random(0);
        foreach (PictureBatch batch in PictureBatches.Read(part.Set, _asked.All, pictures, size, 0, cancel))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            (int[] items, QuestionGroups groups) = _asked.Choose(batch.Pictures, random);
            QuestionBatch asked = part.Questions.Batch(items);
            Tensor features = network.Backbone.call(Backbone.ToBatch(batch.Rgb, batch.Pictures.Length, size));
            (Tensor logits, _) = network.Head.Answer(features, asked.Ids, asked.Lengths, groups: groups);
            loss += SoftCrossEntropy.PerSample(logits, asked.Targets).sum().item<float>();
            right += AnswerAccuracy.Of(logits, asked.Targets).item<float>() * items.Length;
        }
        return new HeldOutScore(loss / part.Questions.Count, right / part.Questions.Count);
    }
}
