namespace Generalization.Models;

[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
internal sealed partial class ModelJson : System.Text.Json.Serialization.JsonSerializerContext;
