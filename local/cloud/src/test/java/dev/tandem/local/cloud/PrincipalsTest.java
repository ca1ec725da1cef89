package dev.tandem.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.local.template.CloudTemplate;
import dev.tandem.local.template.Deployment;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrincipalsTest {

    private static final String TABLE = "arn:aws:dynamodb:eu-central-1:000000000000:table/t";

    @Test
    void aFunctionsKeyIsBoundToItsRoleAndTheOwnersIsNot() throws Exception {
        CloudTemplate template = CloudTemplate.read(
                new ObjectMapper().readTree("""
                        {"Resources":{
                          "LookUp":{"Type":"AWS::Serverless::Function","Properties":{"FunctionName":"Look-Up","Handler":"h","CodeUri":"c","Role":{"Fn::GetAtt":["R","Arn"]}}},
                          "Bare":{"Type":"AWS::Serverless::Function","Properties":{"Handler":"h","CodeUri":"c"}},
                          "R":{"Type":"AWS::IAM::Role","Properties":{"Policies":[{"PolicyDocument":{"Statement":[
                            {"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"%s"}]}}]}}}}
                        """.formatted(TABLE)),
                Path.of("/x"),
                Map.of(),
                Deployment.local(URI.create("http://127.0.0.1:1")));
        Principals principals = Principals.of(template, "s3cret");
        String key = principals.functionKey("Look-Up");
        assertThat(key).matches("[A-Za-z0-9]+");
        assertThat(principals.check(key, "dynamodb:GetItem", TABLE).allowed()).isTrue();
        assertThat(principals.check(key, "dynamodb:PutItem", TABLE).allowed()).isFalse();
        assertThat(principals.check(key, "dynamodb:PutItem", TABLE).who()).contains("Look-Up");
        assertThat(principals
                        .check(principals.functionKey("Bare"), "dynamodb:GetItem", TABLE)
                        .allowed())
                .isFalse();
        String role = principals.roleKey("arn:aws:iam::000000000000:role/R");
        assertThat(principals.check(role, "dynamodb:GetItem", TABLE).allowed()).isTrue();
        assertThat(principals.check(role, "sqs:SendMessage", TABLE).allowed()).isFalse();
        assertThat(principals
                        .check(Principals.OWNER, "dynamodb:DeleteTable", TABLE)
                        .allowed())
                .isTrue();
        assertThat(principals.secretOf(key)).contains("s3cret");
        assertThat(principals.secretOf(Principals.OWNER)).contains("tandem");
        assertThat(principals.secretOf("AKIAUNKNOWN")).isEmpty();
    }
}
