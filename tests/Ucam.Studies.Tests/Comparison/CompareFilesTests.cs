using Ucam.Studies.Comparison;

namespace Ucam.Studies.Tests.Comparison;

[Collection(GlobalRandomState.Name)]
public sealed class CompareFilesTests : IDisposable
{
    private const string Files = """
        name: tiny-files
        data:
          set: files
          files:
            format: vqa
            training: { paths: [train_questions.json, train_annotations.json], features: [train.safetensors] }
            held_out: 0.2
            test: { paths: [val_questions.json, val_annotations.json], features: [val.safetensors] }
        methods: [saaa, mlb]
        variants: [baseline, pul]
        seeds: [1]
        lstm: 6
        dropout: { image: 0.25, classifier: 0.5 }
        training: { uncertainty: { samples: 2 }, answers: 10, blind_epochs: 0, fit: { epochs: 2, batch: 8, learning_rate: 0.02 } }
        evaluation: { passes: 3 }
        """;

    private readonly TemporaryFolder _folder = new();

    public CompareFilesTests()
    {
        Directory.CreateDirectory(_folder["data"]);
        TinyFiles.Write(_folder["data"]);
    }

    public void Dispose() => _folder.Dispose();

    private CompareRecipe Load(string text = Files)
    {
        File.WriteAllText(_folder["r.yaml"], text);
        return CompareRecipeFile.Load(_folder["r.yaml"]);
    }

    private IReadOnlyList<CompareRow> Run(string? data = "data", List<string>? log = null) => new CompareRunner(Load(), new CompareOptions
    {
        Folder = _folder["run"],
        Data = data is null ? null : _folder[data],
        Workers = 1,
        Logger = new RecordedLog(line => log?.Add(line)),
    }).Run(TestContext.Current.CancellationToken);

    [Fact]
    public void Cells_learn_and_are_tested_on_the_files_features_under_the_formats_name()
    {
        List<string> log = [];
        IReadOnlyList<CompareRow> rows = Run(log: log);
        log.Should().Contain(["features: 16 train pictures, 32 questions", "features: 4 validation pictures, 8 questions",
            "features: 8 test pictures, 16 questions"]);
        rows.Select(r => (r.Set, r.Method, r.Variant)).Should()
            .Equal(("vqa", "saaa", "baseline"), ("vqa", "saaa", "pul"), ("vqa", "mlb", "baseline"), ("vqa", "mlb", "pul"));
        rows.Should().OnlyContain(r => r.Values["accuracy"] >= 0 && r.Values["accuracy"] <= 1 && double.IsNaN(r.Values["map_energy"]),
            "nobody knows where one has to look");
        Directory.EnumerateFiles(_folder["run"], "features-*").Should().BeEmpty("they are the files'");
    }

    [Fact]
    public void A_run_on_other_files_is_refused()
    {
        _ = Run();
        TinyFiles.Part(_folder["data"], "train", 1, TinyFiles.TrainPictures - 1);
        var again = () => Run();
        again.Should().Throw<UcamException>().WithMessage("*data*");
    }

    [Fact]
    public void The_folder_of_the_files_has_to_be_named()
    {
        var run = () => Run(data: null);
        run.Should().Throw<UcamException>().Which.Field.Should().Be("data");
    }

    [Theory]
    [InlineData("backbone: scenes", "backbone")]
    [InlineData("pool: 2", "pool")]
    public void What_makes_features_does_not_go_with_files(string line, string key)
    {
        var load = () => Load(Files + "\n" + line);
        load.Should().Throw<UcamException>().WithMessage($"*{key} does not go with data that are files*");
    }

    [Fact]
    public void Dropout_is_given_to_every_method_and_the_rest_is_its_own()
    {
        CompareRecipe recipe = Load();
        foreach (string method in recipe.Methods)
        {
            Ucam.Vqa.HeadOptions head = recipe.HeadOf(method);
            (head.ImageDropout, head.QuestionDropout, head.AttentionDropout, head.ClassifierDropout).Should().Be((0.25, 0.1, 0, 0.5));
        }
    }
}
