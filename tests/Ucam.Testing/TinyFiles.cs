using System.Text.Json;
using Ucam.Vqa.Features;
using static TorchSharp.torch;

namespace Ucam.Testing;

/// <summary>A VQA v2-style set in a folder: pictures of one colour, which their features show and which the questions ask for.</summary>
internal static class TinyFiles
{
    public const int Grid = 2, Channels = 6, TrainPictures = 20, TestPictures = 8;
    private const int FirstTest = 101;
    private static readonly string[] Colours = ["red", "green", "blue"];

    /// <summary>A recipe on the files, with sizes that train in a fraction of a second.</summary>
    public static string Recipe(string more = "") => $$"""
        name: tiny-files
        seed: 3
        data:
          set: files
          files:
            format: vqa
            training: { paths: [train_questions.json, train_annotations.json], features: [train.safetensors] }
            held_out: 0.2
            test: { paths: [val_questions.json, val_annotations.json], features: [val.safetensors] }
        {{more}}
        model: { embedding: 8, lstm: 12, attention: 8, glimpses: 2, classifier: 16, positions: false, image_dropout: 0.1 }
        training:
          loss: aleatoric
          uncertainty: { samples: 4 }
          certainty: { combine: masked }
          variance: { optimiser: sgd, learning_rate: 0.01 }
          order: shuffled
          answers: 10
          blind_epochs: 1
          fit: { epochs: 3, batch: 8, learning_rate: 0.02, weight_decay: 0, schedule: halving }
        evaluation: { passes: 4 }
        """;

    /// <summary>Writes questions, annotations and features of both parts.</summary>
    public static void Write(string folder)
    {
        Part(folder, "train", 1, TrainPictures);
        Part(folder, "val", FirstTest, TestPictures);
        Features(folder, "train", 1, TrainPictures);
        Features(folder, "val", FirstTest, TestPictures);
    }

    /// <summary>Two questions about each picture: its colour, and whether it is red.</summary>
    public static void Part(string folder, string name, int first, int count, bool annotated = true)
    {
        int[] pictures = [.. Enumerable.Range(first, count)];
        var questions = pictures.SelectMany(p => new[]
        {
            new { question_id = 10L * p, image_id = p, question = "What colour is it?" },
            new { question_id = 10L * p + 1, image_id = p, question = "Is it red?" },
        });
        File.WriteAllText(Path.Combine(folder, $"{name}_questions.json"), JsonSerializer.Serialize(new { questions }));
        if (!annotated) return;
        var annotations = questions.Select(q => new
        {
            q.question_id,
            q.image_id,
            question_type = "colour",
            answer_type = "other",
            answers = Enumerable.Repeat(new { answer = q.question_id % 10 == 0 ? Colours[q.image_id % 3] : q.image_id % 3 == 0 ? "yes" : "no" }, 10),
        });
        File.WriteAllText(Path.Combine(folder, $"{name}_annotations.json"), JsonSerializer.Serialize(new { annotations }));
    }

    /// <summary>Features whose channel p mod 3 is strong in picture p.</summary>
    public static void Features(string folder, string name, int first, int count, int channels = Channels, int rows = Grid, int columns = Grid)
    {
        using var random = new Generator(5);
        using Tensor features = rand([count, rows * columns, channels], generator: random);
        for (int i = 0; i < count; i++) features[i, TensorIndex.Colon, (first + i) % 3] += 3;
        var metadata = new Dictionary<string, string> { ["backbone"] = "a network" };
        using FeatureFileWriter writer =
            FeatureFileWriter.Create(Path.Combine(folder, $"{name}.safetensors"), count, rows, columns, channels, metadata);
        writer.Append([.. Enumerable.Range(first, count).Select(p => (long)p)], features);
        writer.Commit();
    }
}
