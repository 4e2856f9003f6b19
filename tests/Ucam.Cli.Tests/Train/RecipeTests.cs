namespace Ucam.Cli.Tests.Train;

public sealed class RecipeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Refuses(string recipe, params string[] mentions)
    {
        string path = _folder.Write("recipe.yaml", recipe);
        Cli.Run("train", "--recipe", path, "--run", _folder.File("run")).ShouldRefuse(ExitCode.Failure, [path, .. mentions]);
        _folder.Files.Should().Equal("recipe.yaml");
    }

    [Fact]
    public void An_unknown_key_is_named_with_its_line_and_the_known_ones() =>
        Refuses("name: x\nseed: 1\ntraining:\n  fit:\n    epoch: 3\n", "line 5", "unknown key 'epoch'", "epochs, batch, learning_rate");

    [Fact]
    public void A_value_of_the_wrong_type_is_named_with_its_line() => Refuses("name: x\nseed: many\n", "line 2");

    [Fact]
    public void A_key_that_is_given_twice_is_named_with_its_line() => Refuses("name: x\nseed: 1\nseed: 2\n", "line 3", "seed");

    [Fact]
    public void Text_that_is_no_YAML_is_named_with_its_line() => Refuses("name: x\n  seed: [1\n", "line 2");

    [Fact]
    public void An_empty_recipe_is_refused() => Refuses("", "empty");

    [Theory]
    [InlineData("[1, 2]")]
    [InlineData("5")]
    public void A_file_that_is_no_group_of_settings_is_called_the_file(string text) => Refuses(text, "line 1: the file is a group of settings");

    [Fact]
    public void A_recipe_without_a_name_is_refused() => Refuses("seed: 1\n", "name is ''", "folder name");

    [Theory]
    [InlineData("training: { fit: { epochs: 0 } }", "training.fit.epochs is 0", "from 1 to 10,000")]
    [InlineData("training: { fit: { learning_rate: 2 } }", "training.fit.learning_rate is 2", "at most 1")]
    [InlineData("training: { answers: 1 }", "training.answers is 1", "from 2")]
    [InlineData("backbone: { options: { input_size: 1000 } }", "backbone.options.input_size is 1000", "32 to 448")]
    [InlineData("backbone: { pictures: 0 }", "backbone.pictures is 0", "from 1")]
    [InlineData("backbone: { pictures: 1000000, fit: { epochs: 9000 } }", "backbone.pictures is 1000000, shown 9000 times (backbone.fit.epochs)")]
    [InlineData("model: { classifier_dropout: 1 }", "model.classifier_dropout is 1", "below 1")]
    [InlineData("model: { position_scale: 200 }", "model.position_scale is 200; it must be above 0 and at most 100.")]
    [InlineData("training: { uncertainty: { samples: 0 } }", "training.uncertainty.samples is 0; it must be from 1 to 10,000.")]
    [InlineData("data: { set: paintings }", "data.set is 'paintings'", "one of scenes, photos, nlvr, ", "files")]
    [InlineData("data: { questions_per_picture: 0 }", "data.questions_per_picture is 0", "from 1")]
    [InlineData("data: { questions_per_picture: 51 }", "data.questions_per_picture is 51", "to 50")]
    [InlineData("training: { uncertainty: { samples: 99999999999 } }", "line 2", "samples is 99999999999", "from 1 to")]
    [InlineData("seed: 1\ntraining: { fit: { epochs: -99999999999 } }", "line 3", "epochs is -99999999999", "from 1 to 10,000")]
    [InlineData("seed: 99999999999", "line 2", "seed is 99999999999")]
    public void A_number_out_of_range_is_named(string line, params string[] mentions) => Refuses($"name: x\n{line}\n", mentions);

    [Fact]
    public void A_missing_recipe_is_named() =>
        Cli.Run("train", "--recipe", _folder.File("none.yaml")).ShouldRefuse(ExitCode.Usage, _folder.File("none.yaml"), "cannot read the recipe");

    [Fact]
    public void A_recipe_for_photographs_says_where_they_are_from_if_they_are_missing()
    {
        string path = _folder.Write("recipe.yaml", "name: x\ndata: { set: photos }\n");
        Cli.Run("train", "--recipe", path, "--run", _folder.File("run")).ShouldRefuse(ExitCode.Usage, "--data", "CIFAR-10");
    }
}
