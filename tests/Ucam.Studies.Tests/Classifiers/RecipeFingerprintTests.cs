using System.Text.Json;
using Ucam.Studies.Classifiers;
using Ucam.Studies.Comparison;
using Ucam.Studies.MapBenchmark.Heads;
using Ucam.Vqa;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Tests.Classifiers;

/// <summary>What published runs, cached features and kept weights are found by: a change here makes them strangers.</summary>
public class RecipeFingerprintTests
{
    private static readonly Dictionary<string, string> Recorded = new()
    {
        ["attention-photos.yaml"] = "7FB13307813710AB 2B41BD1DAC3FCBD4 83273F9F4299CE4C 5B94C0381FA185BA",
        ["attention-scenes.yaml"] = "4539DE36E4D25F7A AD05662D58C9CB9C B68833D14CD9D239 00EF2CE35F0074F9",
        ["certainty-cifar.yaml"] = "328CAE479117BA3B",
        ["certainty-daquar.yaml"] = "856F0939505AB74A 338E5A7296A3109B 4D76B3DBC69FEC00 995069F04B9D1558",
        ["certainty-photos.yaml"] = "6204007628CB4864 4AB7437F724FA1C3 5BB5C84AD68451B2 63DC020FD61E2094",
        ["certainty-scenes.yaml"] = "B21217595BEDED3D AD05662D58C9CB9C D40C009292114D33 0EC2FFA639674158",
        ["certainty-vqa-rad.yaml"] = "12C223BA9E6EF99C 4807419B07AA5234 E2733531464C4BA7 2623F1ED64E015C8",
        ["clevr.yaml"] = "2CD206F053D28675 75037AEB6CF30987",
        ["compare-cifar.yaml"] = "BC27EEB8F000F81F",
        ["compare-daquar.yaml"] = "856F0939505AB74A 338E5A7296A3109B C80A406C94E38970 68F316B6C2041288",
        ["compare-photos.yaml"] = "DF07E87B2C41A021 2B41BD1DAC3FCBD4 8E51939F3886CB5C C1907E0773505C32",
        ["compare-quick.yaml"] = "2470C3CF86C791FB B774E047FD2F6234 C3C260454B569601 399141BE1D30AC26",
        ["compare-scenes.yaml"] = "962D3831C66F76D2 AD05662D58C9CB9C F4A80D9557073C42 768EB589FD665530",
        ["compare-vqa-rad.yaml"] = "12C223BA9E6EF99C 4807419B07AA5234 6ACDE49CDEB4B030 05104200DC374384",
        ["controls-photos.yaml"] = "DF07E87B2C41A021 2B41BD1DAC3FCBD4 59DB763912293A69 567A2D86FB41F57D",
        ["controls-scenes-long.yaml"] = "43DACFD3C92BAA61 AD05662D58C9CB9C DD72AB332C73AF24 EB3AFB19802751C9",
        ["controls-scenes.yaml"] = "962D3831C66F76D2 AD05662D58C9CB9C C5E555757ADF8A03 D43EE05FE0D11CD9",
        ["daquar.yaml"] = "EABD5D74392C6B09 9C7598B9E5E328E0",
        ["maps-heads-photos.yaml"] = "E9098E16DCA8D5B3 9A5C8AC9DDDF6EDE 224034858684F80E 47BB2DBEB33A33B8 A13886F9FE2EFC25",
        ["maps-heads.yaml"] = "5935C0B9DCC5BB04 723DCE23F72310A0 8607677F112D8961 A131B13DB69A3943 89AE6FCA53677440",
        ["masks-photos.yaml"] = "DF07E87B2C41A021 2B41BD1DAC3FCBD4 42B6D21E8F6732FB 8082A9BB8A489839",
        ["masks-scenes.yaml"] = "962D3831C66F76D2 AD05662D58C9CB9C 1373B221CFF775A8 0CA66F7BEAA25287",
        ["nlvr-small.yaml"] = "5E7DBD480870C349 645F354EDE784E8B",
        ["nlvr.yaml"] = "A2A5C98294EFFAED E4CA95128E140084",
        ["photos-resnet18.yaml"] = "F119E0D791299A6F 11008F239EB211BD",
        ["photos-small.yaml"] = "22817D4F92876D64 E05575340F461DD9",
        ["scenes-small.yaml"] = "EB63798E3894E09F AF34C78764268EBD",
        ["sweep-attention.yaml"] = "BE62C90D8EE6F8DE AD05662D58C9CB9C 85D6D29D8D1481E1 BBBCA087ACD12F74",
        ["sweep-photos.yaml"] = "AC2032BFE323C161 496214025C7CFB2E ADCD6510C8E66BDE 39573C29FE979B2C",
        ["vqa-rad.yaml"] = "F65E32DDEBCE2D00 02741335A6DC857F",
        ["vqa-v1.yaml"] = "631966B5052FDFAA 5E81211307C28CA6",
        ["vqa-v2.yaml"] = "CC47DDAEDD5C99EA E24B558F025923E1",
        ["(header)"] = "A5C283F530FDDAC7",
    };

    [Fact]
    public void Those_of_the_shipped_recipes_stay()
    {
        var now = Directory.GetFiles(Repository.At("recipes"), "*.yaml").Order(StringComparer.Ordinal)
            .ToDictionary(path => Path.GetFileName(path), Of);
        now["(header)"] = Hash(JsonSerializer.Serialize(Header, Checkpoint.Json));
        string.Join("\n", now.Select(n => $"[\"{n.Key}\"] = \"{n.Value}\","))
            .Should().Be(string.Join("\n", Recorded.Select(n => $"[\"{n.Key}\"] = \"{n.Value}\",")));
    }

    private static VqaConfig Header => new()
    { Name = "a", Words = ["b"], Answers = ["c"], Backbone = BackboneOptions.Elsewhere("d", 14, 2048), Model = VqaMethods.All[0].Paper };

    private static string Of(string path)
    {
        if (ClassifierRecipeFile.IsOne(path)) return ClassifierRunner.FingerprintOf(ClassifierRecipeFile.Load(path));
        if (Path.GetFileName(path).StartsWith("maps-", StringComparison.Ordinal))
        {
            HeadMapsRecipe maps = YamlFile.Load<HeadMapsRecipe>(path);
            return $"{Hash(Text(maps))} {Of(maps.Heads)}";
        }
        return Path.GetFileName(path).Split('-')[0] is "attention" or "certainty" or "compare" or "controls" or "masks" or "sweep"
            ? Of(CompareRecipeFile.Load(path)) : Of(RecipeFile.Load(path));
    }

    private static string Of(CompareRecipe recipe)
    {
        CompareState state = CompareRunner.StateOf(recipe);
        var trainings = from method in recipe.Methods
                        from variant in recipe.Variants
                        from training in new[] { recipe.TrainingOf(method, variant), recipe.StartOf(method) }
                        select Text(training);
        return $"{state.Fingerprint} {CompareRunner.DataFingerprint(recipe)} {Hash(string.Concat(trainings))} "
            + Hash(string.Join(' ', state.Methods.Values.Concat(state.Variants.Values)));
    }

    private static string Of(Recipe recipe) => $"{new RunStages(recipe, new RunOptions { Folder = "f" }).Fingerprint} {Hash(Text(recipe))}";

    private static string Text<T>(T settings) => SettingsText.Of(settings);

    private static string Hash(string text) => RunFolder.Fingerprint(text);
}
