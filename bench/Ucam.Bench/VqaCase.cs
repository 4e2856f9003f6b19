using System.Diagnostics;
using System.Text.Json;
using Ucam.Vqa;

namespace Ucam.Bench;

/// <summary>Loading files of the size of VQA v2's training split: 443,757 questions with ten answers each, against reading the bytes.</summary>
internal static class VqaCase
{
    private const int Questions = 443_757, People = 10, PerPicture = 5;
    private const double TargetSeconds = 15;

    private static readonly string[] Answers =
        ["yes", "no", "1", "2", "white", "red", "tennis racket", "left", "nothing", "baseball", "don't know", "0"];

    public static IEnumerable<BenchRow> Run(BenchOptions options)
    {
        int count = options.Count ?? Questions;
        using var folder = new TemporaryFolder();
        string questions = folder.File("questions.json"), annotations = folder.File("annotations.json");
        Write(questions, "questions", count, Question);
        Write(annotations, "annotations", count, Annotation);
        FileSet? set = null;
        DataReport? report = null;
        var times = Comparison.Of(options.Runs ?? 3, work: () =>
            set = DataFormats.Open("vqa", [questions, annotations], out report), baseline: () => Read(questions, annotations), warmUps: 0);
        if (report is not { IsWhole: true } || report.Answers != (long)count * People) throw new UcamException("The files were not read whole.");
        long peak = Process.GetCurrentProcess().PeakWorkingSet64 >> 20, kept = GC.GetTotalMemory(forceFullCollection: true) >> 20;
        GC.KeepAlive(set);
        long bytes = (new FileInfo(questions).Length + new FileInfo(annotations).Length) >> 20;
        yield return new BenchRow("vqa", $"{count} questions, {report.Answers} answers, {bytes} MB", "json", 1, times, "reading the bytes",
            $"{times.Work.TotalSeconds:F1} s (target {TargetSeconds:F0}); peak {peak} MB of the process (target 1000), {kept} MB kept");
    }

    private static void Read(params string[] paths)
    {
        var buffer = new byte[1 << 16];
        foreach (string path in paths)
        {
            using FileStream stream = File.OpenRead(path);
            while (stream.Read(buffer) > 0) { }
        }
    }

    private static void Write(string path, string list, int count, Action<Utf8JsonWriter, int> entry)
    {
        using FileStream stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteStartArray(list);
        for (int i = 0; i < count; i++)
        {
            json.WriteStartObject();
            entry(json, i);
            json.WriteEndObject();
            if (json.BytesPending > 1 << 16) json.Flush();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Question(Utf8JsonWriter json, int i)
    {
        json.WriteNumber("image_id", 1000 + i / PerPicture);
        json.WriteString("question", $"What is the {Answers[i % Answers.Length]} thing number {i} doing?");
        json.WriteNumber("question_id", 1_000_000 + i);
    }

    private static void Annotation(Utf8JsonWriter json, int i)
    {
        json.WriteString("question_type", "what is the");
        json.WriteString("multiple_choice_answer", Answers[i % Answers.Length]);
        json.WriteStartArray("answers");
        for (int a = 0; a < People; a++)
        {
            json.WriteStartObject();
            json.WriteString("answer", a % 7 == 6 ? $"answer {(i * 7 + a) % 200_000}" : Answers[(i + a / 6) % Answers.Length]);
            json.WriteString("answer_confidence", "yes");
            json.WriteNumber("answer_id", a + 1);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("image_id", 1000 + i / PerPicture);
        json.WriteString("answer_type", "other");
        json.WriteNumber("question_id", 1_000_000 + i);
    }
}
