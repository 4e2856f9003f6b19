namespace Ucam.Bench;

/// <summary>Runs the named cases and prints their table.</summary>
internal static class BenchRun
{
    /// <summary>A new case is one file and one line here.</summary>
    private static readonly (string Name, string About, Func<BenchOptions, IEnumerable<BenchRow>> Run)[] Cases =
    [
        ("scenes", "drawing scenes on all cores against a copy of the same bytes", ScenesCase.Run),
        ("ask", "one question with 50 passes and two maps against one plain forward pass", AskCase.Run),
        ("mc", "MC dropout of the head against one forward pass, published sizes", McCase.Run),
        ("step", "a training step with gradient certainty against the plain one, published sizes", StepCase.Run),
        ("shared", "an epoch on pictures with 4 to 20 questions each against 8 a picture, every method", SharedCase.Run),
        ("data", "training from a feature file against the same steps from memory", DataCase.Run),
        ("features", "random reads of a feature file against a copy of the same bytes", FeaturesCase.Run),
        ("explain", "maps of a ResNet-18 at 224×224 against its own passes, and a check for leaks", ExplainCase.Run),
        ("vqa", "loading files of the size of VQA v2's training split against reading the bytes", VqaCase.Run),
    ];

    public static int Execute(string[] args)
    {
        try
        {
            string name = args.FirstOrDefault() ?? "";
            if (name == Load.Beside.Command) return Load.Beside.Work();
            if (name == Turns.TurnsRun.Command) return Turns.TurnsRun.Execute();
            if (name == Load.LoadRun.Command) return Load.LoadRun.Execute(args[1..]);
            if (name == "stranger") return Stranger.StrangerCase.Execute(args[1..]);
            if (name == "evidence") return Evidence.EvidenceCase.Execute(args[1..]);
            if (name == "leakage") return Leakage.LeakageCase.Execute(args[1..]);
            if (name == "words") return Words.WordsCase.Execute(args[1..]);
            if (name == "promises") return Promises.PromisesCase.Execute(args[1..]);
            if (name == "serve") return Serve.ServeCase.Execute(args[1..]);
            if (name == "soak") return Serve.SoakCase.Execute(args[1..]);
            if (name == "people") return People.PeopleCase.Execute(args[1..]);
            if (name == "rewording") return Rewording.RewordingCase.Execute(args[1..]);
            if (name == "ask-parts") return Serve.AskParts.Execute(args[1..]);
            if (name == "chat-maps") return Chat.ChatMapsCase.Execute(args[1..]);
            if (name == "backbone") return Backbones.BackboneCase.Execute(args[1..]);
            var chosen = Cases.Where(c => name == "all" || c.Name == name).ToArray();
            if (chosen.Length == 0) return Help();
            Ucam.Vqa.Training.Steps.NativeBlocks.KeepLarge();
            ComputeThreads.WaitPassively();
            BenchOptions options = BenchOptions.Parse(args[1..]);
            Console.WriteLine($"{System.Runtime.InteropServices.RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, "
                + $"{TorchSharp.torch.get_num_threads()} libtorch threads");
            BenchRow[] rows = [.. chosen.SelectMany(c => c.Run(options))];
            if (options.Lines) BenchTable.PrintLines(rows);
            else BenchTable.Print(rows);
            return 0;
        }
        catch (UcamException e)
        {
            Console.Error.WriteLine("bench: " + e.Message);
            return 1;
        }
    }

    private static int Help()
    {
        Console.Error.WriteLine("bench CASE [--model FILE] [--runs N] [--count N] [--calls N] [--as table|lines]");
        (string, string)[] others =
        [
            ("all", "all of these"), (Load.LoadRun.Command, Load.LoadRun.About), (Turns.TurnsRun.Command, Turns.TurnsRun.About),
            ("kernels", "small kernels by BenchmarkDotNet; takes its options"),
            ("stranger", "trains on a set of 4,000 pictures by the tool's defaults and tells time and accuracy; --pictures N"),
            ("evidence", "how faithful the maps at the attention are, by cells of the feature map; --set, --data, --pictures"),
            ("serve", "the page's server under clients that ask without a pause; --seconds N, --clients N, --passes N"),
            ("soak", "whether tensors, handles or memory pile up over many requests and explanations; --requests, --explanations"),
            ("ask-parts", "where the time of an answer goes, alone and in batches; --repeats N, --batch N"),
            ("chat-maps", "how often maps made of calls to a chat model point into the region, beside occlusion from within; --count N"),
            ("leakage", "how far the data and the model part of the doubt leak into each other, on Scenes; --pictures N"),
            ("words", "how often the words for P(right) change with the dropout masks; --set, --data, --pictures, --passes, --runs"),
            ("people", "whether a model that sees the question alone knows where people disagree, on VQA's answers; --files, --epochs, --passes"),
            ("backbone", "whether a pretrained backbone tells CIFAR-10's photographs apart; --data, --size, --train, --test, --order"),
            ("rewording", "whether answers stay when VQA-RAD's questions are put in other words; --results, --questions"),
            ("promises", "how often promised risks and sets of answers hold over random splits; --splits N"),
        ];
        foreach ((string name, string about) in Cases.Select(c => (c.Name, c.About)).Concat(others)) Console.Error.WriteLine($"  {name,-9} {about}");
        return 2;
    }
}
