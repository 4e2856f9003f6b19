using System.CommandLine;
using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;
using Ucam.Cli.Usage;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Cli.Data;

/// <summary><c>ucam data import</c>: turns a public set into the layout that training and evaluation read.</summary>
internal static class DataImportCommand
{
    public const string Example = "ucam data import nlvr nlvr/dev --out data/nlvr";

    public static Command Create()
    {
        var source = new DataSourceArguments();
        var output = new OutputOption("--out", ".*.ucam") { Description = "Folder to write to.", Required = true };
        var split = new Option<string?>("--split") { Description = "Name of the split. Default: that of the questions file." };
        var copy = new Option<bool>("--copy") { Description = "Copy pictures; otherwise links point at them." };
        var bare = new Option<bool>("--no-maps")
        { Description = "Leave out regions and people's maps, which are files of their own for every question." };
        var skip = new Option<bool>("--skip-bad")
        { Description = "Leave out the questions that cannot be used; otherwise nothing is written where there are any." };
        var command =
            new ExampleCommand("import", "Reads a public set and writes it in the VQA v2 layout, with regions, people's maps and explanations.",
            Example, "ucam data import vqa val2014_questions.json val2014_annotations.json val2014 --out data/vqa")
        { output, split, copy, bare, skip };
        source.AddTo(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            string folder = parsed.GetRequiredValue(output);
            Output.CheckFolder("--out", folder);
            FileSet set = source.Open(parsed, out DataReport report);
            IssuePrinter.Print(Console.Error, set.Name, report);
            if (!report.IsWhole && !parsed.GetValue(skip))
                throw new UcamException($"{report.Questions - report.Usable} of {report.Questions} questions cannot be used; mend the files, or "
                    + "leave those questions out with --skip-bad.");
            if (set.Items.Count == 0)
            {
                string none = $"None of {report.Questions} questions can be used, so there is nothing to import; mend what is listed above.";
                throw new UcamException(none) { Field = "questions" };
            }
            if (set.Items.DistinctBy(i => i.QuestionId).Count() < set.Items.Count)
                throw new UcamException("The folder holds several sets whose questions have the same ids; "
                    + "name one set's files, or take it with --part.")
                { Field = "paths" };
            if (set.PictureFile(0) is null) throw new UcamException("No folder of pictures was named; add it to the paths.") { Field = "paths" };
            var options = new VqaExportOptions
            {
                ImagePrefix = source.Format(parsed) + "_",
                Regions = !parsed.GetValue(bare),
                PeopleMaps = !parsed.GetValue(bare),
                AllowUnlabelled = true,
                CopyPictures = parsed.GetValue(copy),
                Sources = source.Sources(parsed),
                License = DataFormats.Find(source.Format(parsed)).License,
            };
            Export(set, folder, parsed.GetValue(split) ?? set.Name, options, report, cancel);
            return ExitCode.Success;
        }, CancellationToken.None));
        return command;
    }

    private static void Export(FileSet set, string folder, string split, VqaExportOptions options, DataReport report, CancellationToken cancel)
    {
        using (var progress = new ConsoleProgress()) VqaExporter.Export(set, folder, split, options, new ExportProgress(split, progress), cancel);
        Console.Out.WriteLine($"{split}: {set.PictureCount} pictures, {set.Items.Count} questions, {report.Answers} answers in {folder}");
        string annotations = set.IsLabelled ? $" --annotations {Path.Combine(folder, split + "_annotations.json")}" : "";
        Console.Out.WriteLine($"use: --questions {Path.Combine(folder, split + "_questions.json")}{annotations} --images "
            + $"{Path.Combine(folder, "images", split)}");
    }
}
