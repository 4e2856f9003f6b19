using Ucam.Vqa.Features;

namespace Ucam.Cli.Tests.Features;

/// <summary>Features from other networks, in and out of HDF5, and models that look at them.</summary>
public sealed class FeaturesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Fixture(string kind, string name) => Repository.Fixture(kind, name);

    private string Pictures(int count)
    {
        for (int i = 0; i < count; i++) TinyInputs.Picture(_folder, Path.Combine("pictures", $"p{i + 1}.png"), red: 40 * i);
        return _folder.File("pictures");
    }

    [Fact]
    public void An_onnx_network_s_inner_value_is_extracted_and_bad_pictures_are_listed()
    {
        string pictures = Pictures(5);
        File.WriteAllText(Path.Combine(pictures, "p3.png"), "none");
        File.WriteAllText(_folder.File("s.yaml"), "{ size: 16, crop: 1, output: hidden }");
        string[] extract =
            ["features", "extract", "--onnx", Fixture("onnx", "dynamic.onnx"), "--settings", _folder.File("s.yaml"), "--pictures", pictures, "--out",
            _folder.File("f")];
        Cli.Run(extract).ShouldRefuse(ExitCode.Failure, "p3.png");
        CliResult result = Cli.Run([.. extract, "--skip-bad"]);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Error.Should().Contain("skipped 3: ").And.Contain("p3.png");
        result.Out.Should().Contain("4 pictures: ").And.Contain("(1 skipped)");
        using FeatureFile file = FeatureFile.Open(_folder.File("f"));
        file.Ids.ToArray().Should().Equal(1, 2, 4, 5);
        (file.Rows, file.Columns, file.Channels).Should().Be((8, 8, 4));
    }

    [Fact]
    public void Weights_that_an_ONNX_file_keeps_outside_count_as_the_network()
    {
        foreach (string name in new[] { "outside.onnx", "outside.bin" }) File.Copy(Fixture("onnx", name), _folder.File(name));
        File.WriteAllText(_folder.File("outside.yaml"), "{ size: 16, crop: 1, output: hidden, batch: 1 }");
        string pictures = Pictures(3);
        File.WriteAllText(Path.Combine(pictures, "p3.png"), "none");
        string[] extract =
            ["features", "extract", "--onnx", _folder.File("outside.onnx"), "--pictures", pictures, "--out", _folder.File("f"), "--resume"];
        Cli.Run(extract).Error.Should().Contain("p3.png");
        byte[] weights = File.ReadAllBytes(_folder.File("outside.bin"));
        weights[0] ^= 1;
        File.WriteAllBytes(_folder.File("outside.bin"), weights);
        TinyInputs.Picture(_folder, Path.Combine("pictures", "p3.png"));
        Cli.Run(extract).ShouldRefuse(ExitCode.Failure, "is of another extraction");
        weights[0] ^= 1;
        File.WriteAllBytes(_folder.File("outside.bin"), weights);
        Cli.Run(extract).Code.Should().Be(ExitCode.Success);
    }

    [Fact]
    public void A_fixed_side_is_widened_on_demand()
    {
        File.WriteAllText(_folder.File("s.yaml"), "{ crop: 1, output: hidden }");
        CliResult result = Cli.Run("features", "extract", "--onnx", Fixture("onnx", "classes.onnx"), "--settings", _folder.File("s.yaml"),
            "--size", "32", "--pictures", Pictures(2), "--out", _folder.File("f"));
        result.Code.Should().Be(ExitCode.Success, result.Error);
        using FeatureFile file = FeatureFile.Open(_folder.File("f"));
        (file.Rows, file.Columns, file.Channels).Should().Be((16, 16, 4));
        file.Metadata["backbone"].Should().Contain("widened to 32 pixels");
    }

    [Theory]
    [InlineData("--backbone resnet19", "'resnet19' is no backbone", "did you mean resnet18?")]
    [InlineData("--model scenes --size 32", "--size goes with --backbone or --onnx")]
    [InlineData("--model scenes --backbone resnet18", "give one of --model, --resnet, --onnx and --backbone")]
    public void Backbones_that_are_none_are_refused(string options, params string[] mentions) =>
        Cli.Run(["features", "extract", .. options.Split(' '), "--pictures", Pictures(1), "--out", _folder.File("f")])
            .ShouldRefuse(ExitCode.Usage, mentions);

    [Fact]
    public void Hdf5_goes_in_and_out()
    {
        Cli.Run("features", "import", "--hdf5", Fixture("hdf5", "gzip-f16.h5"), "--out", _folder.File("f")).Out.Should().StartWith("7 pictures: ");
        Cli.Run("features", "export", "--features", _folder.File("f"), "--hdf5", _folder.File("h.h5"), "--gzip").Out
            .Should().StartWith("7 pictures: ");
        Cli.Run("features", "import", "--hdf5", _folder.File("h.h5"), "--out", _folder.File("g")).Code.Should().Be(ExitCode.Success);
        File.ReadAllBytes(_folder.File("g"))[^500..].Should().Equal(File.ReadAllBytes(_folder.File("f"))[^500..]);
        Cli.Run("features", "import", "--hdf5", Fixture("onnx", "dynamic.onnx"), "--out", _folder.File("x")).ShouldRefuse(ExitCode.Failure,
            "not an HDF5 file");
    }

    [Fact]
    public void An_index_of_parts_is_given_in_place_of_one_file()
    {
        string pictures = Pictures(4), settings = _folder.Write("s.yaml", "{ size: 16, crop: 1, output: hidden, batch: 2 }");
        string[] parts = [_folder.File("f1.safetensors"), _folder.File("f2.safetensors")];
        for (int part = 0; part < parts.Length; part++)
            Cli.Run("features", "extract", "--onnx", Fixture("onnx", "dynamic.onnx"), "--settings", settings, "--pictures", pictures, "--out",
                parts[part], "--shard", $"{part + 1}/2").Code.Should().Be(ExitCode.Success);
        CliResult made = Cli.Run(["features", "index", .. parts, "--out", _folder.File("f.json")]);
        made.Code.Should().Be(ExitCode.Success, made.Error);
        made.Out.Should().Contain("4 pictures in 2 files");
        Cli.Run("features", "check", _folder.File("f.json")).Out.Should().Contain("2 files are as the index says");
        using (FeatureFile file = FeatureFile.Open(_folder.File("f.json"))) file.Count.Should().Be(4);
        File.AppendAllText(parts[1], "x");
        Cli.Run("features", "check", _folder.File("f.json")).ShouldRefuse(ExitCode.Failure, "f2.safetensors", "the index says");
        Cli.Run("features", "index", parts[0], "--out", _folder.File("f.bin")).ShouldRefuse(ExitCode.Usage, ".json");
    }

    [Fact]
    public void One_feature_file_is_checked_too()
    {
        string file = _folder.File("f.safetensors");
        Cli.Run("features", "extract", "--onnx", Fixture("onnx", "dynamic.onnx"), "--pictures", Pictures(2), "--out", file);
        CliResult whole = Cli.Run("features", "check", file);
        whole.Code.Should().Be(ExitCode.Success, whole.Error);
        whole.Out.Should().Be($"{file} is whole: 2 pictures, and every feature is a finite number; checksums are for the files "
            + "of an index ('ucam features index')\n");
        byte[] bytes = File.ReadAllBytes(file);
        // The first feature of the first picture, behind the header's room, as NaN.
        (bytes[1 << 16], bytes[(1 << 16) + 1]) = (0xFF, 0x7F);
        File.WriteAllBytes(file, bytes);
        Cli.Run("features", "check", file).ShouldRefuse(ExitCode.Failure, file, "a value that is not a finite number, in row 1, column 1");
        File.WriteAllBytes(file, bytes[..^1]);
        Cli.Run("features", "check", file).ShouldRefuse(ExitCode.Failure, file);
    }

    [Fact]
    public void A_file_that_is_given_to_an_index_twice_is_refused()
    {
        string file = _folder.File("f.safetensors");
        Cli.Run("features", "extract", "--onnx", Fixture("onnx", "dynamic.onnx"), "--pictures", Pictures(2), "--out", file);
        Cli.Run("features", "index", file, file, "--out", _folder.File("f.json")).ShouldRefuse(ExitCode.Failure, $"{file} and {file} are one file");
        File.Exists(_folder.File("f.json")).Should().BeFalse();
    }

    [Fact]
    public void A_file_that_an_index_names_counts_as_read()
    {
        string part = _folder.File("f.safetensors"), index = _folder.File("f.json");
        Cli.Run("features", "extract", "--onnx", Fixture("onnx", "dynamic.onnx"), "--pictures", Pictures(2), "--out", part);
        Cli.Run("features", "index", part, "--out", index).Out.Should().StartWith("2 pictures in 1 file: ");
        byte[] before = File.ReadAllBytes(part);
        string[][] lines =
        [
            ["features", "export", "--features", index, "--hdf5"],
            ["eval", "--model", "scenes", "--features", index, "--questions", "q.json", "--out"],
            ["calibrate", "--model", "scenes", "--features", index, "--questions", "q.json", "--out"],
        ];
        foreach (string[] line in lines) Cli.Run([.. line, part]).ShouldRefuse(ExitCode.Usage, "would replace", part, "which is read");
        _folder.Write("r.yaml", "name: r\ndata: { set: files, files: { format: vqa, training: { paths: [q.json, a.json], features: [f.json] }, "
            + "test: { paths: [t.json, u.json], features: [f.json] }, held_out: 0.5, grid: 8, channels: 4 } }\n");
        Cli.Run("train", "--recipe", _folder.File("r.yaml"), "--data", _folder.Path, "--run", _folder.File("run"), "--force", "--out", part)
            .ShouldRefuse(ExitCode.Usage, "--out would replace", part);
        File.ReadAllBytes(part).Should().Equal(before);
    }

    [Fact]
    public void An_index_in_a_folder_that_is_not_there_makes_no_folder()
    {
        string part = _folder.File("f.safetensors");
        File.WriteAllText(part, "");
        Cli.Run("features", "index", part, "--out", Path.Combine(_folder.Path, "new", "f.json")).ShouldRefuse(ExitCode.Failure, "is not below");
        Directory.Exists(_folder.File("new")).Should().BeFalse();
    }

    [Fact]
    public void A_model_of_the_reference_is_imported_evaluated_on_features_and_exported()
    {
        string model = _folder.File("m.safetensors");
        CliResult import =
            Cli.Run("model", "import", "--weights", Fixture("parity", "weights.safetensors"), "--vocabulary", Fixture("parity", "vocabulary.json"),
            "--out", model, "--grid", "2");
        import.Code.Should().Be(ExitCode.Success, import.Error);
        import.Out.Should().StartWith("13 words, 12 answers, 8 channels at 2×2");
        using (FeatureFileWriter writer = FeatureFileWriter.Create(_folder.File("f"), 1, 2, 2, 8, new Dictionary<string, string>()))
        {
            using TorchSharp.torch.Tensor features = TorchSharp.torch.ones(1, 4, 8);
            writer.Append([42], features);
            writer.Commit();
        }
        File.WriteAllText(_folder.File("q.json"),
            "{\"questions\": [{\"question_id\": 1, \"image_id\": 42, \"question\": \"What is on the table?\"}]}");
        CliResult eval =
            Cli.Run("eval", "--model", model, "--features", _folder.File("f"), "--questions", _folder.File("q.json"), "--official",
            _folder.File("r.json"), "--passes", "2");
        eval.Code.Should().Be(ExitCode.Success, eval.Error);
        File.ReadAllText(_folder.File("r.json")).Should().Contain("\"question_id\":1");
        Cli.Run("ask", TinyInputs.Picture(_folder), "What is on the table?", "--model", model).ShouldRefuse(ExitCode.Failure, "ResNet-152 (layer4)",
            "feature file");
        CliResult export = Cli.Run("model", "export", "--model", model, "--weights", _folder.File("w"), "--vocabulary", _folder.File("v"));
        export.Code.Should().Be(ExitCode.Success, export.Error);
        new FileInfo(_folder.File("w")).Length.Should().BeInRange(5000, 8000);
    }

    [Theory]
    [InlineData("give one of --model, --resnet, --onnx and --backbone", "--pictures", "x")]
    [InlineData("give one of --model, --resnet, --onnx and --backbone", "--pictures", "x", "--model", "scenes", "--onnx", "y")]
    [InlineData("--settings and --model", "--pictures", "x", "--model", "scenes", "--settings", "y")]
    [InlineData("--depth is for --resnet", "--pictures", "x", "--onnx", "y", "--depth", "18")]
    [InlineData("either --pictures", "--pictures", "x", "--onnx", "y", "--questions", "z")]
    public void Options_that_do_not_go_together_are_refused(string mention, params string[] more) =>
        Cli.Run(["features", "extract", "--out", _folder.File("f"), .. more]).ShouldRefuse(ExitCode.Usage, mention);
}
